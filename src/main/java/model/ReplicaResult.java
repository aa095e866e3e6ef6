package model;

import java.util.OptionalDouble;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * What a replica brings back from an epoch on its shard: its share of the work and its state after
 * the last minibatch.
 *
 * <p>A class, not a record, because Kryo cannot read records and Spark ships these by Kryo.
 */
final class ReplicaResult implements ReplicaEnd {
  private static final long serialVersionUID = 1L;

  private final int shard;
  private final long rows;
  private final int minibatches;
  private final double lossSum;
  private final long correct;
  private final double seconds;
  private final String host;
  private final NetworkState state;

  ReplicaResult(
      int shard, int minibatches, CountedCrossEntropy counted, double seconds, NetworkState state) {
    this.shard = shard;
    this.rows = counted.rows();
    this.minibatches = minibatches;
    this.lossSum = counted.lossSum();
    this.correct = counted.correct();
    this.seconds = seconds;
    this.host = host();
    this.state = state;
  }

  /** Empty outside of a task: while Spark starts, warming up, nobody knows it yet. */
  private static String host() {
    return TaskContext.get() == null ? "" : SparkEnv.get().blockManager().blockManagerId().host();
  }

  @Override
  public ReplicaResult result() {
    return this;
  }

  /** Without its distance from an average that is not known yet. */
  EpochResult.ReplicaShare share() {
    return new EpochResult.ReplicaShare(
        shard, rows, minibatches, lossSum, correct, seconds, host, OptionalDouble.empty());
  }

  NetworkState state() {
    return state;
  }
}

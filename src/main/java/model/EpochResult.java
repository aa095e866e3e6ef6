package model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one epoch trained, over all replicas.
 *
 * @param replicas in the order of their shards
 * @param times where the driver's time went meanwhile
 */
public record EpochResult(List<ReplicaShare> replicas, EpochTimes times) {
  /**
   * One replica's part.
   *
   * @param shard from 0
   * @param rows trained, each once
   * @param minibatches trained
   * @param lossSum over the rows, each taken before the step of its minibatch, in nats
   * @param correct rows that were right before the step of their minibatch
   * @param seconds of training, the making of minibatches included
   * @param host that trained it, as Spark names it
   * @param distance Euclidean, of its parameters after the epoch from the average's; empty if there
   *     were too many replicas to tell, see {@link ReplicaDistances}
   */
  public record ReplicaShare(
      int shard,
      long rows,
      int minibatches,
      double lossSum,
      long correct,
      double seconds,
      String host,
      OptionalDouble distance) {
    ReplicaShare at(OptionalDouble newDistance) {
      return new ReplicaShare(
          shard, rows, minibatches, lossSum, correct, seconds, host, newDistance);
    }
  }

  public EpochResult {
    replicas = List.copyOf(replicas);
  }

  /** The longest that a replica took for its own training. */
  public double slowestSeconds() {
    return replicas.stream().mapToDouble(ReplicaShare::seconds).max().orElse(0);
  }

  /** Rows trained, each once. */
  public long rows() {
    return replicas.stream().mapToLong(ReplicaShare::rows).sum();
  }

  /**
   * Mean over rows of the loss before the step of their minibatch, in nats; summed in the order of
   * the shards.
   */
  public double loss() {
    double sum = 0;
    for (ReplicaShare replica : replicas) {
      sum += replica.lossSum();
    }
    return sum / rows();
  }

  /** Share of rows that were right before the step of their minibatch, 0..1. */
  public double accuracy() {
    return (double) replicas.stream().mapToLong(ReplicaShare::correct).sum() / rows();
  }
}

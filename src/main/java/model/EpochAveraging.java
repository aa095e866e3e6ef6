package model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Local SGD with one average an epoch (McDonald, Hall and Mann 2010; Zinkevich et al. 2010): each
 * partition of minibatches is trained by one replica, all from the same state, and the new state is
 * the mean of theirs, parameters and updater state alike, weighted by rows.
 *
 * <p>Differs from its superclass in what makes a result repeatable and a long run possible: the
 * mean is taken in the order of the partitions, in double, whatever task ends first; every
 * minibatch given is trained, however many; the updater's state is always averaged; the iteration
 * count grows by the minibatches of the largest shard; what is broadcast is freed when the epoch is
 * over, and no data set is written to disk or counted first.
 *
 * <p>Not thread-safe: one epoch after another.
 */
public final class EpochAveraging extends ParameterAveragingTrainingMaster {
  private static final long serialVersionUID = 1L;

  private final transient Recipe recipe;
  private transient ReplicaProgress progress = ReplicaProgress.UNTOLD;
  private transient EpochResult lastEpoch;

  /** Each call of {@link #executeTraining} trains {@code replicas} replicas, one epoch. */
  public EpochAveraging(Recipe recipe, int replicas) {
    super(builder(recipe, replicas));
    this.recipe = recipe;
  }

  /** Each replica that is trained from now on tells a copy of {@code told} how far it is. */
  public void tell(ReplicaProgress told) {
    progress = told;
  }

  private static Builder builder(Recipe recipe, int replicas) {
    int batchSize = recipe.hyperparameters().batchSize();
    return new Builder(replicas, batchSize)
        .batchSizePerWorker(batchSize)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct);
  }

  /**
   * Trains one epoch and leaves the mean in {@code network}.
   *
   * @param minibatches one partition a replica; one without a minibatch fails the job
   * @throws DivergedException in what Spark throws, as soon as a replica diverged; the network is
   *     as it was
   */
  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> minibatches) {
    long begin = System.nanoTime();
    NetworkState start = NetworkState.of(network.getNetwork());
    Broadcast<NetworkState> state = network.getSparkContext().broadcast(start);
    long broadcast = System.nanoTime();
    Mean mean = new Mean(start);
    InOrder.forEach(
        minibatches.mapPartitionsWithIndex(replicas(state), true),
        ReplicaEnd.class,
        ReplicaEnd::result,
        mean::add);
    long gathered = System.nanoTime();
    NetworkState end = mean.state();
    end.copyTo(network.getNetwork());
    long averaged = System.nanoTime();
    EpochTimes times =
        new EpochTimes(
            seconds(begin, broadcast),
            seconds(broadcast, mean.firstBegin),
            seconds(mean.firstBegin, gathered - mean.adding),
            seconds(gathered - mean.adding, averaged));
    lastEpoch = new EpochResult(mean.shares(end.parameters()), times);
    // Of an epoch that failed it goes with the application, which ends: whoever asks Spark to free
    // something in that moment is answered with a stack trace.
    Cleanup.destroy(state, network.getSparkContext().sc());
  }

  private static double seconds(long from, long to) {
    // An executor's clock may run faster than the driver's.
    return Math.max(0, to - from) / 1e9;
  }

  private Function2<Integer, Iterator<DataSet>, Iterator<ReplicaEnd>> replicas(
      Broadcast<NetworkState> state) {
    Recipe trained = recipe;
    ReplicaProgress told = progress;
    return (shard, minibatches) ->
        List.of(end(new Replica(trained, shard, state.value()), minibatches, told)).iterator();
  }

  private static ReplicaEnd end(
      Replica replica, Iterator<DataSet> minibatches, ReplicaProgress told) {
    try {
      return replica.train(minibatches, told);
    } catch (DivergedException diverged) {
      return new Divergence(diverged);
    } catch (OutOfMemoryError error) {
      throw new MemoryException("a replica was trained", error);
    }
  }

  /** What the last call of {@link #executeTraining} trained. */
  public EpochResult lastEpoch() {
    return lastEpoch;
  }

  /** Replicas, in the order of their shards, folded into one state. */
  private static final class Mean {
    private final NetworkState start;
    private final WeightedMean parameters;
    private final WeightedMean updaterState;
    private final List<EpochResult.ReplicaShare> replicas = new ArrayList<>();
    private final ReplicaDistances distances = new ReplicaDistances();
    private int iterations;

    /** {@link System#nanoTime} when the first replica began to train. */
    private long firstBegin = Long.MAX_VALUE;

    /** Nanoseconds that went into adding up. */
    private long adding;

    Mean(NetworkState start) {
      this.start = start;
      this.parameters = new WeightedMean(start.parameters().length);
      this.updaterState = new WeightedMean(start.updaterState().length);
    }

    void add(ReplicaResult replica) {
      long begin = System.nanoTime();
      EpochResult.ReplicaShare share = replica.share();
      // Replicas have clocks of their own; a result that waited for earlier ones begins no earlier.
      firstBegin = Math.min(firstBegin, System.nanoTime() - (long) (share.seconds() * 1e9));
      parameters.add(replica.state().parameters(), share.rows());
      updaterState.add(replica.state().updaterState(), share.rows());
      iterations = Math.max(iterations, share.minibatches());
      replicas.add(share);
      distances.add(replica.state().parameters());
      adding += System.nanoTime() - begin;
    }

    NetworkState state() {
      return new NetworkState(
          parameters.mean(), updaterState.mean(), start.iterations() + iterations, start.epochs());
    }

    List<EpochResult.ReplicaShare> shares(float[] average) {
      return IntStream.range(0, replicas.size())
          .mapToObj(replica -> replicas.get(replica).at(distances.from(average, replica)))
          .toList();
    }
  }
}

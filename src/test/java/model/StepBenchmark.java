package model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.dataset.DataSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A replica's epoch on a shard of 4,096 drawn rows in minibatches of 64, time an image: as a whole,
 * and the making of its minibatches. What lies between is the passes' and the updater's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(StepBenchmark.ROWS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StepBenchmark {
  static final int ROWS = 4096;
  private static final int BATCH = 64;

  @Param({"FAST", "DL4J"})
  public Kernels kernels;

  private Recipe recipe;
  private List<ImageBlock> shard;
  private NetworkState start;

  @Setup
  public void draw() {
    recipe = new Recipe(Architecture.LENET5, Architecture.LENET5.defaults(), 1, kernels);
    shard = new ArrayList<>();
    ImageBlock.pack(Rows.sortedByLabel(ROWS, 1).iterator()).forEachRemaining(shard::add);
    start = NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
  }

  /** Shuffled and gathered; for DL4J's layers as arrays of floats, too. */
  @Benchmark
  public void minibatches(Blackhole hole) {
    try (Minibatches minibatches = shuffled()) {
      while (minibatches.hasNext()) {
        DataSet minibatch = minibatches.next();
        if (kernels == Kernels.DL4J) {
          hole.consume(minibatch.getFeatures());
        }
        hole.consume(minibatch);
      }
    }
  }

  /** Minibatches, forward and backward passes, Adam, and the state before and after. */
  @Benchmark
  public ReplicaResult epoch() {
    try (Minibatches minibatches = shuffled()) {
      return new Replica(recipe, 0, start).train(minibatches, ReplicaProgress.UNTOLD);
    }
  }

  private Minibatches shuffled() {
    return Minibatches.shuffled(shard.iterator(), BATCH, Seeds.shuffle(recipe.seed(), 1, 0));
  }
}

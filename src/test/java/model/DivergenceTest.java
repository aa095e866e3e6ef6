package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import testing.SparkSessions;

/** Replicas that meet NaN and infinity. */
class DivergenceTest {
  private static final int ROWS = 200;
  private static final Hyperparameters WILD =
      Architecture.LENET5.defaults().withUpdater(Updater.SGD).withBatchSize(4).withLearningRate(10);

  /** Tasks that began; Spark's accumulators leave out those that fail. */
  private static final AtomicInteger TRIES = new AtomicInteger();

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  /** In a session whose tasks may fail three times. */
  @ParameterizedTest
  @EnumSource(Kernels.class)
  void endsTheEpochAtTheFirstTryAndLeavesTheNetworkAsItWas(Kernels kernels) {
    assumeThat(kernels.obstacle(Architecture.LENET5)).isEmpty();
    Recipe recipe = new Recipe(Architecture.LENET5, WILD, 5, kernels);
    Deal deal = new Deal(ROWS, 0, 2, 5);
    MultiLayerNetwork network = Architecture.LENET5.network(WILD, 5);
    String before = NetworkState.of(network).parametersSha256();
    SparkDl4jMultiLayer replicas =
        new SparkDl4jMultiLayer(spark, network, new EpochAveraging(recipe, 2));
    TRIES.set(0);
    try (Shards shards = Shards.of(spark.parallelize(Rows.sortedByLabel(ROWS, 3), 2), deal)) {
      shards.load();
      JavaRDD<DataSet> counted =
          shards.minibatches(1, 4).mapPartitions(DivergenceTest::counted, true);
      assertThatThrownBy(() -> replicas.fit(counted))
          .isInstanceOf(SparkException.class)
          .cause()
          .isInstanceOf(DivergedException.class)
          .hasMessageMatching(
              "Training diverged in epoch 1, shard [01], (at or before )?minibatch \\d+: expected finite numbers, found a "
                  + "(loss|parameter) of (NaN|-?Infinity)\\. The learning rate was 10\\.0: try a smaller one \\(--learning-rate\\)\\.");
    }
    assertThat(NetworkState.of(network).parametersSha256()).isEqualTo(before);
    assertThat(TRIES).hasValueLessThan(3);
  }

  private static Iterator<DataSet> counted(Iterator<DataSet> rows) {
    TRIES.incrementAndGet();
    return rows;
  }

  /** The last minibatch's update overflows; its loss was that before it. */
  @Test
  void noticesParametersThatNoLossShows() {
    Hyperparameters nesterovs = Architecture.LENET5.defaults().withUpdater(Updater.NESTEROVS);
    Recipe recipe =
        new Recipe(Architecture.LENET5, nesterovs, 5, TestKernels.here(Architecture.LENET5));
    NetworkState start = NetworkState.of(Architecture.LENET5.network(nesterovs, 5));
    float[] velocity = start.updaterState().clone();
    velocity[velocity.length - 1] = Float.MAX_VALUE;
    float[] parameters = start.parameters().clone();
    parameters[parameters.length - 1] = Float.MAX_VALUE;
    Replica replica = new Replica(recipe, 3, new NetworkState(parameters, velocity, 100, 6));
    Iterator<DataSet> minibatches =
        Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(64, 3).iterator()), 64);
    assertThatThrownBy(() -> replica.train(minibatches, ReplicaProgress.UNTOLD))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith(
            "Training diverged in epoch 7, shard 3, at or before minibatch 1: expected finite numbers, found a parameter of ");
  }

  /** Adam divides by the root of the second moment: what it leads stands still from then on. */
  @Test
  void noticesAnUpdaterStateThatNoLossShows() {
    Hyperparameters adam = Architecture.LENET5.defaults();
    Recipe recipe = new Recipe(Architecture.LENET5, adam, 5, TestKernels.here(Architecture.LENET5));
    NetworkState start = NetworkState.of(Architecture.LENET5.network(adam, 5));
    float[] moments = start.updaterState().clone();
    moments[moments.length - 1] = Float.POSITIVE_INFINITY;
    Replica replica = new Replica(recipe, 3, new NetworkState(start.parameters(), moments, 100, 6));
    Iterator<DataSet> minibatches =
        Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(128, 3).iterator()), 64);
    assertThatThrownBy(() -> replica.train(minibatches, ReplicaProgress.UNTOLD))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith(
            "Training diverged in epoch 7, shard 3, at or before minibatch 2: expected finite numbers, found a part of the updater's state of Infinity.");
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

/** What the driver keeps of epochs that are over: many replicas, shards of a few rows each. */
class DriverMemoryTest {
  private static final int ROWS_IN_SHARD = 4;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  /** One epoch's states of 8 replicas are 6 MB: 40 epochs' would be 240 MB. */
  @Test
  void theDriverHoldsNoMoreAfterManyEpochs() {
    train(8, 10);
    long before = heapBytes();
    train(8, 40);
    assertThat(heapBytes() - before).isLessThan(20_000_000);
  }

  private void train(int replicas, int epochs) {
    Deal deal = new Deal((long) replicas * ROWS_IN_SHARD, 0, replicas, 5);
    Recipe recipe =
        new Recipe(
            Architecture.LENET5,
            Architecture.LENET5.defaults(),
            5,
            TestKernels.here(Architecture.LENET5));
    EpochAveraging averaging = new EpochAveraging(recipe, replicas);
    SparkDl4jMultiLayer network =
        new SparkDl4jMultiLayer(
            spark,
            recipe.architecture().network(recipe.hyperparameters(), recipe.seed()),
            averaging);
    try (Shards shards =
        Shards.of(spark.parallelize(Rows.sortedByLabel((int) deal.rows(), 3), 2), deal)) {
      shards.load();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        network.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      }
    }
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

/** What an epoch costs beside the training itself: shards of a few rows each. */
class ManyReplicasTest {
  private static final int CORES = 2;
  private static final int ROWS_IN_SHARD = 4;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  /**
   * Beside their training: 64 tasks launched and 64 results of 0.74 MB serialized, fetched and
   * added up. The best of a few epochs, since the machine may have other things to do.
   */
  @Test
  void averagingSixtyFourReplicasWithTheirAdamStateTakesUnderHalfASecond() {
    double best =
        train(64, 6).stream().mapToDouble(ManyReplicasTest::besideTraining).min().orElseThrow();
    assertThat(best).isLessThan(0.5);
  }

  /** In seconds. */
  private static double besideTraining(EpochResult epoch) {
    double trained =
        epoch.replicas().stream().mapToDouble(EpochResult.ReplicaShare::seconds).sum() / CORES;
    return epoch.times().total() - trained;
  }

  /** One epoch's states of 8 replicas are 6 MB: 40 epochs' would be 240 MB. */
  @Test
  void theDriverHoldsNoMoreAfterManyEpochs() {
    train(8, 10);
    long before = heapBytes();
    train(8, 40);
    assertThat(heapBytes() - before).isLessThan(20_000_000);
  }

  private List<EpochResult> train(int replicas, int epochs) {
    Deal deal = new Deal((long) replicas * ROWS_IN_SHARD, 0, replicas, 5);
    Recipe recipe =
        new Recipe(Architecture.LENET5, Architecture.LENET5.defaults(), 5, Kernels.FAST);
    EpochAveraging averaging = new EpochAveraging(recipe, replicas);
    SparkDl4jMultiLayer network =
        new SparkDl4jMultiLayer(
            spark,
            recipe.architecture().network(recipe.hyperparameters(), recipe.seed()),
            averaging);
    List<EpochResult> results = new ArrayList<>();
    try (Shards shards =
        Shards.of(spark.parallelize(Rows.sortedByLabel((int) deal.rows(), 3), 2), deal)) {
      shards.load();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        network.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
        results.add(averaging.lastEpoch());
      }
    }
    return results;
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import scala.runtime.AbstractFunction1;
import testing.SparkSessions;

/** What the driver keeps of epochs that are over: many replicas, shards of a few rows each. */
class DriverMemoryTest {
  private static final int ROWS_IN_SHARD = 4;

  /** Parameters and Adam's two moments. */
  private static final long STATE_BYTES = 3L * Float.BYTES * Architecture.LENET5.parameters();

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

  /**
   * Spark frees what nobody holds any more, but only when it collects garbage, which may be late.
   */
  @Test
  void noStateThatWasSentOutStays() throws InterruptedException {
    train(2, 3);
    for (int tries = 0; tries < 100 && !broadcastsOfStates().isEmpty(); tries++) {
      Thread.sleep(100); // nobody waits for executors to have freed theirs
    }
    assertThat(broadcastsOfStates()).isEmpty();
  }

  private static List<String> broadcastsOfStates() {
    BlockManager blocks = SparkEnv.get().blockManager();
    return seqAsJavaList(blocks.getMatchingBlockIds(new IsBroadcast())).stream()
        .filter(id -> blocks.getStatus(id).exists(new IsLarge())) // or it is gone by now
        .map(BlockId::name)
        .toList();
  }

  private static final class IsBroadcast extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId id) {
      return id.isBroadcast();
    }
  }

  private static final class IsLarge extends AbstractFunction1<BlockStatus, Object> {
    @Override
    public Object apply(BlockStatus status) {
      return status.memSize() > STATE_BYTES / 2;
    }
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

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class ShardsTest {
  private static final int ROWS = 20_000;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
  private final Set<Integer> ofOtherTests = Set.copyOf(spark.getPersistentRDDs().keySet());

  /** 785 are the pixels and the label; docs/growth.md names the bound. */
  @Test
  void takesAtMost900BytesARowOfMemory() throws InterruptedException {
    JavaRDD<LabelledImage> rows = spark.parallelize(Rows.sortedByLabel(ROWS, 1), 4);
    try (Shards shards = Shards.of(rows, new Deal(ROWS, 0, 2, 1))) {
      shards.load();

      RDDInfo stored = stored(2);
      assertThat(stored.diskSize()).isZero();
      assertThat((double) stored.memSize() / ROWS).isBetween(785.0, 900.0);
    }
    assertThat(infos()).as("stored after closing").isEmpty();
  }

  /** As when an executor is lost, with what it cached and with its shuffle files. */
  @Test
  void findsOutThatRowsAreOthersWhenTheyAreReadAgain() {
    changed = false;
    Deal deal = new Deal(100, 0, 3, 1);
    JavaRDD<LabelledImage> rows =
        spark.parallelize(Rows.sortedByLabel(100, 1), 4).map(ShardsTest::perhapsChanged);
    try (Shards shards = Shards.of(rows, deal)) {
      shards.load();
      loseEverything();
      assertThat(shards.minibatches(1, 10).count()).isEqualTo(12);
      changed = true;
      assertThat(shards.minibatches(2, 10).count()).isEqualTo(12);
      loseEverything();
      assertThatThrownBy(() -> shards.minibatches(3, 10).count())
          .rootCause()
          .isInstanceOf(ChangedRowsException.class)
          .hasMessageContaining("The training data changed while they were trained on")
          .hasMessageMatching("(?s).*expected 3[34] rows of CRC-32C [0-9a-f]{8} in shard .*");
    }
  }

  private static volatile boolean changed;

  /** One pixel of one row. */
  private static LabelledImage perhapsChanged(LabelledImage row) {
    byte[] pixels = row.pixels().clone();
    pixels[100] ^= (byte) (changed && row.index() == 50 ? 1 : 0);
    return new LabelledImage(row.index(), row.label(), pixels);
  }

  private void loseEverything() {
    spark.getPersistentRDDs().keySet().stream()
        .filter(id -> !ofOtherTests.contains(id))
        .forEach(id -> SparkEnv.get().blockManager().removeRdd(id));
    MapOutputTrackerMaster outputs = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    seqAsJavaList(outputs.shuffleStatuses().keys().toSeq())
        .forEach(id -> outputs.unregisterAllMapAndMergeOutput((Integer) id));
  }

  /** What Spark keeps under the name, once it has heard of all partitions. */
  private RDDInfo stored(int partitions) throws InterruptedException {
    for (int tries = 0; tries < 100 && !isStored(partitions); tries++) {
      Thread.sleep(100);
    }
    assertThat(isStored(partitions)).isTrue();
    return infos().get(0);
  }

  private boolean isStored(int partitions) {
    return infos().stream().anyMatch(info -> info.numCachedPartitions() == partitions);
  }

  private List<RDDInfo> infos() {
    return Arrays.stream(spark.sc().getRDDStorageInfo())
        .filter(info -> info.name().equals("shards") && !ofOtherTests.contains(info.id()))
        .toList();
  }
}

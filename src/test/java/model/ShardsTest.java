package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

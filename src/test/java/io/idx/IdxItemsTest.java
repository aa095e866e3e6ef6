package io.idx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxItemsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int ITEMS = 20_000;

  @TempDir Path folder;

  /** A message for each, made in case it is too short, took longer than to read it. */
  @Test
  void readsAnItemWithoutMakingMore() throws IOException {
    String path = IdxBytes.write(folder, "labels", IdxBytes.labels(ITEMS, 10));
    IdxFile file = IdxFile.inspect(HADOOP, path, IdxKind.LABELS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] label = new byte[1];
    try (IdxItems labels = IdxItems.open(HADOOP, file, 0)) {
      labels.next(label);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int item = 1; item < ITEMS; item++) {
        labels.next(label);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100L * ITEMS);
    }
    assertThat(label[0]).isEqualTo((byte) ((ITEMS - 1) % 10));
  }
}

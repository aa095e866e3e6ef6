package io.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.Events;
import testing.Hdfs;

@Timeout(120)
class EventFileOnHdfsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Point FIRST = new Point("train_loss", 1, 1.7e9, 0.5f);
  private static final Point SECOND = new Point("train_loss", 2, 1.7e9, 0.25f);
  private static final Point THIRD = new Point("train_loss", 3, 1.7e9, 0.125f);

  @TempDir static Path nodes;

  private static Hdfs hdfs;

  @BeforeAll
  static void start() throws IOException {
    hdfs = Hdfs.start(nodes);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  private static List<Long> steps(String folder) throws IOException {
    try (InputStream in =
        hdfs.files().open(new org.apache.hadoop.fs.Path(folder, EventFile.NAME))) {
      return Events.scalars(Events.read(in)).stream().map(Events.Scalar::step).toList();
    }
  }

  private static List<String> names(String folder) throws IOException {
    try (FileSystem files = FileSystem.newInstance(hdfs.uri(), HADOOP)) {
      return List.of(files.listStatus(new org.apache.hadoop.fs.Path(folder))).stream()
          .map(entry -> entry.getPath().getName())
          .toList();
    }
  }

  /** Of the first writer nothing is closed, as if it had been killed. */
  @Test
  void showsPointsAtOnceAndGoesOnAfterAWriterThatWasKilled() throws Exception {
    String folder = hdfs.uri() + "/logs/run/train";
    EventFile killed = EventFile.in(HADOOP, folder);
    killed.hold(List.of(FIRST));
    assertThat(steps(folder)).containsExactly(1L);
    killed.add(List.of(SECOND));
    assertThat(steps(folder)).containsExactly(1L, 2L);
    try (EventFile next = EventFile.in(HADOOP, folder)) {
      assertThat(next.points()).containsExactly(FIRST, SECOND);
      next.hold(List.of(FIRST));
      next.add(List.of(THIRD));
      assertThat(steps(folder)).containsExactly(1L, 3L);
    }
    try (EventFile last = EventFile.in(HADOOP, folder)) {
      last.hold(List.of(FIRST, SECOND, THIRD));
      last.hold(List.of(FIRST, SECOND));
    }
    assertThat(steps(folder)).containsExactly(1L, 2L);
    assertThat(names(folder)).containsExactly(EventFile.NAME);
  }
}

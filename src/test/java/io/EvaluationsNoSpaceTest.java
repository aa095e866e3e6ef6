package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/** A table on a disk that is full from any byte and any call on, and later has space again. */
@Timeout(300)
class EvaluationsNoSpaceTest {
  private static final int EPOCHS = 2;

  /** A file of the table has some 4,000 bytes, and is written twice. */
  private static final int STEP = 1_711;

  @TempDir Path folder;

  private FullFileSystem disk;
  private Evaluations evaluations;

  @BeforeEach
  void openDisk() throws IOException {
    Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
    FullFileSystem.makeKnown(hadoop);
    disk = FullFileSystem.shared(hadoop);
    disk.makeRoom();
    evaluations = new Evaluations(SparkSessions.shared(), "full:" + folder.resolve("table"));
    evaluations.write(SampleEvaluations.run("run", EPOCHS, 0));
  }

  @AfterEach
  void makeRoom() {
    disk.makeRoom();
  }

  @Test
  void eachRowIsTheOldOneOrTheNewOneWhateverByteFindsTheDiskFull() throws IOException {
    int failures = 0;
    while (failsWhen(disk::leaveBytes, (long) failures * STEP)) {
      failures++;
    }
    assertThat(failures).as("places within a writing").isGreaterThan(8);
  }

  @Test
  void eachRowIsTheOldOneOrTheNewOneWhateverFileCannotBeMadeOrMoved() throws IOException {
    int failures = 0;
    while (failsWhen(disk::leaveCalls, failures)) {
      failures++;
    }
    assertThat(failures).as("owner, two files by Spark, and two copies").isGreaterThan(7);
  }

  private interface Limit {
    void set(long n);
  }

  /** Writes with little space, reads, and writes with space. */
  private boolean failsWhen(Limit limit, long little) throws IOException {
    limit.set(little);
    boolean failed = fails();
    assertThat(rows())
        .hasSize(EPOCHS)
        .isSubsetOf(either())
        .extracting(Evaluation::epoch)
        .containsExactly(1, 2);
    disk.makeRoom();
    evaluations.write(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(rows()).isEqualTo(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(folder.resolve("table").toFile().list()).containsExactly("run_id=run");
    evaluations.write(SampleEvaluations.run("run", EPOCHS, 0));
    return failed;
  }

  private boolean fails() {
    try {
      evaluations.write(SampleEvaluations.run("run", EPOCHS, 1));
      return false;
    } catch (IOException e) {
      assertThat(e)
          .hasMessageContaining("full:" + folder.resolve("table"))
          .hasMessageContaining("No space left on device")
          .hasMessageMatching("(?s).*Check rights and space there, then (start|write) again.*");
      return true;
    }
  }

  private List<Evaluation> rows() throws IOException {
    return evaluations.evaluations("run");
  }

  private static List<Evaluation> either() {
    List<Evaluation> either = new ArrayList<>(SampleEvaluations.run("run", EPOCHS, 0));
    either.addAll(SampleEvaluations.run("run", EPOCHS, 1));
    return either;
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a disk that is full from any byte and any call on, and later has space again. */
@Timeout(120)
class NoSpaceTest {
  private static final byte[] MODEL = new byte[3_000];
  private static final int STEP = 101;

  /** Its owner shows no sign of life, and so does not take from the space that is left. */
  private static final RunLease.Pace CALM =
      new RunLease.Pace(Duration.ofHours(1), Duration.ofHours(1));

  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(20), Duration.ofMillis(60));

  @TempDir Path folder;

  private final Configuration hadoop = FullFileSystem.configuration();
  private FullFileSystem disk;
  private String runs;

  @BeforeEach
  void openDisk() throws IOException {
    disk = FullFileSystem.shared(hadoop);
    disk.makeRoom();
    runs = "full:" + folder;
  }

  @Test
  void anEpochIsWholeOrAbsentWhateverByteFindsTheDiskFull() throws Exception {
    int failures = 0;
    while (failsWith("bytes-" + failures, failures, n -> disk.leaveBytes(n * STEP))) {
      failures++;
    }
    assertThat(failures).as("places within an epoch").isGreaterThan(40);
  }

  @Test
  void anEpochIsWholeOrAbsentWhateverFileCannotBeMadeOrMoved() throws Exception {
    int failures = 0;
    while (failsWith("calls-" + failures, failures, disk::leaveCalls)) {
      failures++;
    }
    assertThat(failures).as("four files, each made and moved").isEqualTo(8);
  }

  private interface Limit {
    void set(long n);
  }

  /** Keeps one epoch with space, one with little, and goes on with space. */
  private boolean failsWith(String runId, long little, Limit limit) throws Exception {
    Optional<IOException> failure;
    try (RunWriter writer = RunWriter.take(hadoop, runs, runId, CALM)) {
      writer.update(SampleRuns.run(runId, 1));
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      limit.set(little);
      failure = failure(writer, runId);
    } catch (IOException e) {
      assertThat(e).as("a lease that cannot be released").hasMessageContaining("lease/00001.json");
      failure = Optional.of(e);
    }
    disk.makeRoom();
    if (failure.isPresent()) {
      assertEarlierEpochsAreWhole(runId);
      goOn(runId);
    }
    return failure.isPresent();
  }

  private Optional<IOException> failure(RunWriter writer, String runId) {
    try {
      writer.update(SampleRuns.run(runId, 2));
      writer.keep(SampleRuns.epoch(2, MODEL), MODEL);
      disk.makeRoom();
      return Optional.empty();
    } catch (IOException e) {
      assertThat(e)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("full:" + folder.resolve(runId))
          .hasMessageContaining("Check rights and space there");
      disk.makeRoom();
      return Optional.of(e);
    }
  }

  private void assertEarlierEpochsAreWhole(String runId) throws IOException {
    RunDirectory run = RunDirectory.open(hadoop, runs + "/" + runId);
    assertThat(run.run().options().epochs()).isBetween(1, 2);
    List<EpochRecord> kept = run.epochs();
    assertThat(kept).startsWith(SampleRuns.epoch(1, MODEL)).hasSizeLessThanOrEqualTo(2);
    for (EpochRecord epoch : kept) {
      assertThat(run.model(epoch)).isEqualTo(MODEL);
    }
  }

  private void goOn(String runId) throws Exception {
    try (RunWriter writer = RunWriter.take(hadoop, runs, runId, HASTY)) {
      writer.update(SampleRuns.run(runId, 2));
      if (writer.directory().epochs().size() < 2) {
        writer.keep(SampleRuns.epoch(2, MODEL), MODEL);
      }
      assertThat(writer.directory().epochs())
          .containsExactly(SampleRuns.epoch(1, MODEL), SampleRuns.epoch(2, MODEL));
    }
    try (Stream<Path> all = Files.walk(folder.resolve(runId))) {
      assertThat(all.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
    }
  }

  /** Or the next start would wait for a sign of life of a training that never began. */
  @Test
  void aLeaseThatCannotBeWrittenIsGivenBack() throws Exception {
    disk.leaveBytes(10);
    assertThatThrownBy(() -> RunWriter.take(hadoop, runs, "run", CALM))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("run/lease").toString());
    disk.makeRoom();
    try (RunWriter writer = RunWriter.take(hadoop, runs, "run", CALM)) {
      writer.update(SampleRuns.run("run", 1));
      assertThat(writer.begun()).isPresent();
    }
  }
}

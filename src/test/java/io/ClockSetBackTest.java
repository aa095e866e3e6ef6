package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that, by the clock of the one who goes on with them, were begun at another time. */
@Timeout(60)
class ClockSetBackTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  /** Silence is not found out within a test's life. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofHours(1));

  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofMillis(300));

  @TempDir Path runs;

  @ParameterizedTest
  @ValueSource(strings = {"2100-01-01T00:00:00Z", "1970-01-02T00:00:00Z"})
  void aKilledTrainingOfAnotherTimeIsGoneOnWith(String then) throws Exception {
    LeaseRecord ours = ThisProcess.lease();
    assumeThat(ours.processes()).as("Linux").isNotEmpty();
    begin(then, ours.processes());
    goOn(PATIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100-01-01T00:00:00Z", "1970-01-02T00:00:00Z"})
  void aSilentTrainingOfAnotherMachineAndTimeIsGoneOnWith(String then) throws Exception {
    begin(then, "another boot");
    goOn(HASTY);
  }

  /** One epoch, half of another and the lease of a dead process, all of that time. */
  private void begin(String then, String processes) throws Exception {
    try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "run", PATIENT)) {
      RunRecord run = SampleRuns.run("run", 2);
      writer.update(
          new RunRecord(
              run.runId(), run.state(), then, run.options(), run.data(), run.software(), null));
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
    }
    Path lease = runs.resolve("run/lease/00001.json");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    new JsonFiles(PlainFiles.of(new org.apache.hadoop.fs.Path(lease.toUri()), HADOOP))
        .write(
            new org.apache.hadoop.fs.Path(lease.toUri()),
            new LeaseRecord("another", "host", dead.pid(), processes, 9L, then, 7, false));
    Files.createDirectory(runs.resolve("run/epochs/00002"));
    Files.write(runs.resolve("run/epochs/00002/model.zip"), MODEL);
    Files.writeString(
        runs.resolve("run/epochs/00002/.epoch.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part"),
        "{");
    for (Path path : all()) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.parse(then)));
    }
  }

  private void goOn(RunLease.Pace pace) throws Exception {
    try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "run", pace)) {
      assertThat(writer.directory().epochs()).containsExactly(SampleRuns.epoch(1, MODEL));
      writer.keep(SampleRuns.epoch(2, MODEL), MODEL);
      assertThat(writer.directory().epochs())
          .containsExactly(SampleRuns.epoch(1, MODEL), SampleRuns.epoch(2, MODEL));
    }
    assertThat(all()).noneMatch(path -> path.toString().endsWith(".part"));
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> all = Files.walk(runs)) {
      return all.toList();
    }
  }
}

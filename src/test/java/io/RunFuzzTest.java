package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a run's small files are made of, they are read as a record that agrees with itself, or
 * refused by {@link RunException} that names the file.
 */
class RunFuzzTest {
  private static final int CASES = 1_500;
  private static final int LEASES = 300;
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  /** No lease is waited for long: a damaged one shows no signs of life. */
  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(5), Duration.ofMillis(2));

  private static final LeaseRecord LEASE =
      new LeaseRecord(
          "another", "far-away", 1, "another boot", 9L, "2026-11-22T01:02:03Z", 7, false);

  @TempDir Path runs;

  private Path run;
  private RunDirectory directory;

  @BeforeEach
  void makeARun() throws Exception {
    try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "first", HASTY)) {
      writer.update(SampleRuns.run("first", 10));
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      directory = writer.directory();
    }
    run = runs.resolve("first");
  }

  @Test
  void readsRunJsonSoundlyOrRefusesIt() throws IOException {
    Path json = run.resolve("run.json");
    Reading reading =
        () -> {
          RunRecord record = RunDirectory.open(HADOOP, run.toString()).run();
          assertThat(record.runId()).isEqualTo("first");
          assertThat(directory.begun()).contains(record);
        };
    assertThat(fuzz(json, CASES, reading)).as("refused").isBetween(CASES / 2L, CASES * 9L / 10);
  }

  @Test
  void readsEpochJsonSoundlyOrRefusesIt() throws IOException {
    Path json = run.resolve("epochs/00001/epoch.json");
    Reading reading =
        () -> {
          EpochRecord record = directory.epochs().get(0);
          assertThat(record.epoch()).isEqualTo(1);
          assertThat(record.trainingLoss()).isFinite();
          assertThat(directory.model(record)).isEqualTo(MODEL);
        };
    assertThat(fuzz(json, CASES, reading)).as("refused").isBetween(CASES / 2L, CASES * 9L / 10);
  }

  @Test
  void takesARunWhoseDamagedLeaseShowsNoLife() throws IOException {
    Path lease = run.resolve("lease/00001.json");
    new JsonFiles(PlainFiles.of(new org.apache.hadoop.fs.Path(lease.toUri()), HADOOP))
        .write(new org.apache.hadoop.fs.Path(lease.toUri()), LEASE);
    Reading reading =
        () -> {
          RunWriter.take(HADOOP, runs.toString(), "first", HASTY).close();
          assertThat(run.resolve("lease/00002.json")).exists();
          Files.delete(run.resolve("lease/00002.json"));
        };
    assertThat(fuzz(lease, LEASES, reading)).as("refused").isZero();
  }

  private interface Reading {
    void run() throws Exception;
  }

  /** How many are refused. */
  private long fuzz(Path file, int cases, Reading reading) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    AtomicLong seed = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (; seed.get() < cases; seed.incrementAndGet()) {
            byte[] mutant = RunMutant.of(whole, seed.get());
            refused.addAndGet(check(file, mutant, seed.get(), reading) ? 0 : 1);
          }
        },
        () -> "hangs in case %d of %s".formatted(seed.get(), file));
    return refused.get();
  }

  /** Whether it is read. */
  private boolean check(Path file, byte[] mutant, long seed, Reading reading) throws IOException {
    Files.write(file, mutant);
    try {
      reading.run();
      return true;
    } catch (RunException e) {
      assertThat(e).as("case %d", seed).hasMessageContaining(run.toString());
      return false;
    } catch (Exception e) {
      throw new AssertionError(
          "case %d: neither read nor refused: %s".formatted(seed, RunMutant.start(mutant)), e);
    }
  }
}

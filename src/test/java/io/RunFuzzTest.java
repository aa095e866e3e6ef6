package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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

  private static final Charset[] CHARSETS = {
    StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE")
  };

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e999",
          "-1e999",
          "1e-999999999",
          "1e999999999",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "9".repeat(2_000),
          "NaN",
          "\"NaN\"",
          "\"Infinity\"",
          "\"\"",
          "\" \"",
          "\"1\"",
          "\"\\uD800\"",
          "[]",
          "{}",
          "[[]]",
          "{\"a\":{}}",
          "[".repeat(5_000),
          "{\"a\":".repeat(2_000),
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"" + "x".repeat(100_000) + "\"",
          "\"../../up\"",
          "\"\\u0000\"");

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
            byte[] mutant = mutant(whole, new SplittableRandom(seed.get()));
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
          "case %d: neither read nor refused: %s".formatted(seed, start(mutant)), e);
    }
  }

  private static String start(byte[] text) {
    return new String(text, 0, Math.min(2_000, text.length), StandardCharsets.UTF_8)
        .replaceAll("[^ -~]+", " ");
  }

  private static byte[] mutant(byte[] whole, SplittableRandom random) {
    String text = new String(whole, StandardCharsets.UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> flip(whole, random);
      case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 2 -> text.getBytes(CHARSETS[random.nextInt(CHARSETS.length)]);
      case 3 -> flip(text.getBytes(CHARSETS[random.nextInt(CHARSETS.length)]), random);
      default -> withOtherValues(text, random).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] flip(byte[] file, SplittableRandom random) {
    byte[] result = file.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** One to three fields with other values, some of them twice in the file. */
  private static String withOtherValues(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      int colon = line.indexOf(" : ");
      if (colon > 0) {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        String other = line.substring(0, colon + 3) + value + (line.endsWith(",") ? "," : "");
        if (random.nextInt(5) == 0) {
          lines.add(at, line.endsWith(",") ? line : line + ",");
          at++;
        }
        lines.set(at, other);
      }
    }
    return String.join("\n", lines);
  }
}

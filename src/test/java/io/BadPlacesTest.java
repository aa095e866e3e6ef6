package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local places where no run can be written, and some that only look so. */
@Timeout(60)
class BadPlacesTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  /** A lease is taken over only if it was released. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofHours(1));

  @TempDir Path folder;

  private RunWriter take(Path runs) throws Exception {
    return RunWriter.take(HADOOP, runs.toString(), "run", PATIENT);
  }

  @Test
  void refusesAFileInTheRunsPlaceAndLeavesItAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("run"), "mine");
    assertThatThrownBy(() -> take(folder))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "No run can be begun at file:%s: expected a run or nothing, found a file. Choose another --run-id",
            file);
    assertThatThrownBy(() -> RunDirectory.open(HADOOP, file.toString()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No run at file:" + file);
    assertThat(file).hasContent("mine");
  }

  @Test
  void namesAFileInThePlaceOfAllRuns() throws Exception {
    Path file = Files.writeString(folder.resolve("runs"), "mine");
    assertThatThrownBy(() -> take(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("mine");
  }

  @Test
  void namesAFolderThatMayNotBeWrittenAndGoesOnWhenItMay() throws Exception {
    try (RunWriter writer = take(folder)) {
      writer.update(SampleRuns.run("run", 1));
    }
    Path epochs = Files.createDirectory(folder.resolve("run/epochs"));
    Files.writeString(epochs.resolve("notes.txt"), "an empty folder would be deleted");
    Files.setPosixFilePermissions(epochs, PosixFilePermissions.fromString("r-xr-xr-x"));
    try (RunWriter writer = take(folder)) {
      assumeThat(Files.isWritable(epochs)).as("root may write everywhere").isFalse();
      assertThatThrownBy(() -> writer.keep(SampleRuns.epoch(1, MODEL), MODEL))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot write file:" + epochs)
          .hasMessageContaining("AccessDenied")
          .hasMessageContaining("Check rights and space there");
      assertThat(writer.directory().epochs()).isEmpty();
    } finally {
      Files.setPosixFilePermissions(epochs, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (RunWriter writer = take(folder)) {
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      assertThat(writer.directory().epochs()).containsExactly(SampleRuns.epoch(1, MODEL));
    }
  }

  @Test
  void keepsRunsBelowBlanksUmlautsAndPercentSigns() throws Exception {
    Path runs = folder.resolve("Läufe mit Raum/50 % #1/試し");
    for (int epoch = 1; epoch <= 2; epoch++) {
      try (RunWriter writer = take(runs)) {
        writer.update(SampleRuns.run("run", 2));
        writer.keep(SampleRuns.epoch(epoch, MODEL), MODEL);
      }
    }
    RunDirectory run = RunDirectory.open(HADOOP, runs.resolve("run").toString());
    assertThat(run.epochs())
        .containsExactly(SampleRuns.epoch(1, MODEL), SampleRuns.epoch(2, MODEL));
    assertThat(run.model(SampleRuns.epoch(2, MODEL))).isEqualTo(MODEL);
    assertThat(runs.resolve("run/epochs/00002/model.zip")).hasBinaryContent(MODEL);
  }

  /** A process of its own that begins a run below a folder whose name is beyond ASCII. */
  static final class Umlauts {
    private Umlauts() {}

    public static void main(String[] args) throws Exception {
      try {
        RunWriter.take(HADOOP, args[0] + "/L\u00e4ufe", "run", PATIENT).close();
      } catch (RunException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Java 17 has no other way to such names than the locale, which cron and containers lack. */
  @Test
  void saysThatTheLocaleLacksTheLettersOfAPath() throws Exception {
    assumeThat(System.getProperty("os.name")).as("macOS needs no locale").isEqualTo("Linux");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(java, "-cp", classes, Umlauts.class.getName(), folder.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.US_ASCII))
          .contains(
              "No file can be named file:%s/L?ufe".formatted(folder),
              " here: expected a locale with its letters, found one of ANSI_X3.4-1968. Set LC_ALL=C.UTF-8 before Java starts, as scripts/submit.sh does where the locale is C, then start again");
    }
    assertThat(folder).isEmptyDirectory();
  }
}

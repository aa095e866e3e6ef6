package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.MainProcess;

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

  /** Says what became of the first epoch. */
  static final class Keeping {
    private Keeping() {}

    public static void main(String[] args) throws Exception {
      try (RunWriter writer = RunWriter.take(HADOOP, args[0], "run", PATIENT)) {
        writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
        System.out.print("kept");
      } catch (IOException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void namesAFolderThatMayNotBeWrittenAndGoesOnWhenItMay() throws Exception {
    try (RunWriter writer = take(folder)) {
      writer.update(SampleRuns.run("run", 1));
    }
    Path epochs = Files.createDirectory(folder.resolve("run/epochs"));
    Files.writeString(epochs.resolve("notes.txt"), "an empty folder would be deleted");
    Path closed = Files.createFile(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(epochs, PosixFilePermissions.fromString("r-xr-xr-x"));
    MainProcess keeping = new MainProcess(Keeping.class).withRightsOfOthers(closed);
    try {
      assertThat(keeping.run(StandardCharsets.UTF_8, folder.toString()))
          .startsWith("Cannot make the folder file:" + epochs.resolve("00001"))
          .contains("AccessDenied", "Check rights and space there");
    } finally {
      Files.setPosixFilePermissions(epochs, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(RunDirectory.open(HADOOP, folder.resolve("run").toString()).epochs()).isEmpty();
    assertThat(keeping.run(StandardCharsets.UTF_8, folder.toString())).isEqualTo("kept");
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
    assertThat(
            new MainProcess(Umlauts.class)
                .withEnvironment("LC_ALL", "C")
                .run(StandardCharsets.US_ASCII, folder.toString()))
        .contains(
            "No file can be named file:%s/L?ufe".formatted(folder),
            " here: expected a locale with its letters, found one of ANSI_X3.4-1968. Set LC_ALL=C.UTF-8 before Java starts, as scripts/submit.sh does where the locale is C, then start again");
    assertThat(folder).isEmptyDirectory();
  }
}

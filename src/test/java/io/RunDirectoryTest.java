package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path runs;

  private static RunRecord record(String runId) {
    return new RunRecord(
        runId,
        RunRecord.State.RUNNING,
        "2026-11-21T22:00:00Z",
        new RunRecord.Options("lenet5", 2, 64, 10, "adam", 1e-3, 0, "HE_UNIFORM", 1, 0.1, "dl4j"),
        new RunRecord.Data(
            "mnist", "mnist/i", "mnist/l", 60_000, 6_000, "a".repeat(64), "b".repeat(64)),
        new RunRecord.Software("0.1.0", "3.5.7", "1.0.0-M2.1", "17.0.15"));
  }

  private static EpochRecord epoch(int epoch) {
    return new EpochRecord(
        epoch,
        54_000,
        0.25,
        0.9,
        null,
        null,
        2.5,
        21_600,
        List.of(new EpochRecord.ReplicaRecord(0, 54_000, 844, 0.25, 2.4)),
        "c".repeat(64),
        Sha256.of(MODEL),
        MODEL.length);
  }

  private RunDirectory create() throws IOException {
    return RunDirectory.create(HADOOP, runs.toString(), record("first"));
  }

  private RunDirectory open() throws IOException {
    return RunDirectory.open(HADOOP, runs.resolve("first").toString());
  }

  @Test
  void givesBackWhatItKeeps() throws IOException {
    RunDirectory made = create();
    made.keep(epoch(2), MODEL);
    made.keep(epoch(1), MODEL);
    made.update(made.run().in(RunRecord.State.COMPLETE));

    assertThat(open().run()).isEqualTo(record("first").in(RunRecord.State.COMPLETE));
    assertThat(open().epochs()).containsExactly(epoch(1), epoch(2));
    assertThat(open().model(epoch(2))).isEqualTo(MODEL);
    assertThat(open().runId()).isEqualTo("first");
  }

  @Test
  void leavesNothingButTheFilesOfTheDesign() throws IOException {
    create().keep(epoch(1), MODEL);
    try (Stream<Path> files = Files.walk(runs)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> runs.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "first/run.json", "first/epochs/00001/model.zip", "first/epochs/00001/epoch.json");
    }
  }

  /** What a killed writer may leave. */
  @Test
  void doesNotSeeAnEpochThatIsNotWhole() throws IOException {
    RunDirectory made = create();
    made.keep(epoch(1), MODEL);
    Path half = Files.createDirectories(runs.resolve("first/epochs/.00002.part"));
    Files.write(half.resolve("model.zip"), MODEL);
    Files.createDirectories(runs.resolve("first/epochs/00003"));

    assertThat(open().epochs()).containsExactly(epoch(1));
    made.keep(epoch(2), MODEL);
    assertThat(open().epochs()).containsExactly(epoch(1), epoch(2));
  }

  @Test
  void refusesToKeepAnEpochTwice() throws IOException {
    RunDirectory made = create();
    made.keep(epoch(1), MODEL);
    assertThatThrownBy(() -> made.keep(epoch(1), new byte[7]))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(
            "Cannot keep epoch 1: expected nothing at file:" + runs.resolve("first/epochs/00001"));
    assertThat(open().model(epoch(1))).isEqualTo(MODEL);
  }

  @Test
  void refusesToMakeARunThatIsThere() throws IOException {
    create();
    assertThatThrownBy(this::create)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Run first exists already")
        .hasMessageContaining(runs.resolve("first").toString());
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    assertThatThrownBy(this::open)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No run at file:" + runs.resolve("first"));
    assertThatThrownBy(
            () ->
                RunDirectory.await(HADOOP, runs.resolve("first").toString(), Duration.ofMillis(10)))
        .isInstanceOf(RunException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | expected JSON",
        "null                     | expected an object, found null",
        "[1]                      | expected JSON",
        "{\"runId\": \"../up\"}       | found 'runId: expected up to 128 letters",
        "{\"runId\": \"first\"}       | expected values in their ranges",
        "{\"state\": \"SLEEPING\"}    | SLEEPING",
      })
  void refusesADamagedRunJsonByName(String text, String reason) throws IOException {
    create();
    Files.writeString(runs.resolve("first/run.json"), text);
    assertThatThrownBy(() -> open().run())
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "file:%s is not a RunRecord: expected ".formatted(runs.resolve("first/run.json")))
        .hasMessageContaining(reason.replace("found 'runId", "found runId"));
  }

  @Test
  void refusesAJsonFileThatIsFarTooLarge() throws IOException {
    create();
    Files.writeString(runs.resolve("first/run.json"), " ".repeat(1 << 21));
    assertThatThrownBy(() -> open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected at most 1048576 bytes, found 2097152 bytes");
  }

  @Test
  void refusesAModelThatIsNotTheOneVouchedFor() throws IOException {
    create().keep(epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    Files.writeString(model, "a modem");
    assertThatThrownBy(() -> open().model(epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected SHA-256 " + Sha256.of(MODEL) + ", found ");
    Files.writeString(model, "longer than it was");
    assertThatThrownBy(() -> open().model(epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected 7 bytes, found 18 bytes");
  }

  @Test
  void refusesAnEpochUnderAnotherEpochsName() throws IOException {
    create().keep(epoch(1), MODEL);
    Files.move(runs.resolve("first/epochs/00001"), runs.resolve("first/epochs/00004"));
    assertThatThrownBy(() -> open().epochs())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected epoch 00004, found 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "a.b-c_D9", "2026-11-21", "_x"})
  void takesNames(String runId) {
    assertThat(RunDirectory.isRunId(runId)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", ".hidden", "a/b", "a b", "ä", "a\n", "__HIVE_DEFAULT_PARTITION__"})
  void refusesWhatIsNoName(String runId) {
    assertThat(RunDirectory.isRunId(runId)).isFalse();
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final byte[] MODEL = SampleRuns.MODEL;
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path runs;

  private FirstRun first;

  @BeforeEach
  void name() {
    first = new FirstRun(runs);
  }

  @AfterEach
  void closeWriters() throws IOException {
    first.close();
  }

  @Test
  void givesBackWhatItKeeps() throws IOException {
    RunWriter made = first.create();
    made.keep(FirstRun.epoch(2), MODEL);
    made.keep(FirstRun.epoch(1), MODEL);
    made.update(first.open().run().in(RunRecord.State.COMPLETE));

    assertThat(first.open().run()).isEqualTo(FirstRun.record("first").in(RunRecord.State.COMPLETE));
    assertThat(first.open().epochs()).containsExactly(FirstRun.epoch(1), FirstRun.epoch(2));
    assertThat(first.open().model(FirstRun.epoch(2))).isEqualTo(MODEL);
    assertThat(first.open().runId()).isEqualTo("first");
  }

  @Test
  void leavesNothingButTheFilesOfTheDesign() throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    try (Stream<Path> files = Files.walk(runs)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> runs.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "first/run.json",
              "first/lease/00001.json",
              "first/epochs/00001/model.zip",
              "first/epochs/00001/replicas.parquet",
              "first/epochs/00001/epoch.json");
    }
  }

  /** What a writer leaves that is killed within an epoch. */
  @Test
  void doesNotSeeAnEpochThatIsNotWholeAndReplacesIt() throws IOException {
    RunWriter made = first.create();
    made.keep(FirstRun.epoch(1), MODEL);
    Path half = Files.createDirectories(runs.resolve("first/epochs/00002"));
    Files.writeString(half.resolve("model.zip"), "another model");
    Files.writeString(half.resolve(".epoch.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part"), "{");
    Files.createDirectories(runs.resolve("first/epochs/00003"));

    assertThat(first.open().epochs()).containsExactly(FirstRun.epoch(1));
    made.keep(FirstRun.epoch(2), MODEL);
    assertThat(first.open().epochs()).containsExactly(FirstRun.epoch(1), FirstRun.epoch(2));
    assertThat(first.open().model(FirstRun.epoch(2))).isEqualTo(MODEL);
    assertThat(half).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void looksOnlyIntoTheFoldersOfEpochsThatAreNotKnown() throws IOException {
    RunWriter made = first.create();
    made.keep(FirstRun.epoch(1), MODEL);
    made.keep(FirstRun.epoch(2), MODEL);
    Files.writeString(runs.resolve("first/epochs/00001/epoch.json"), "damaged since");
    assertThat(first.open().epochsBesides(Set.of(1))).containsExactly(FirstRun.epoch(2));
  }

  @Test
  void refusesARunUnderAnotherName() throws IOException {
    first.create();
    Files.move(runs.resolve("first"), runs.resolve("second"));
    assertThatThrownBy(() -> RunDirectory.open(HADOOP, runs.resolve("second").toString()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(runs.resolve("second/run.json").toString())
        .hasMessageContaining("expected second, found first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "file:///", "runs/a b", "a:b", "/runs/.hidden"})
  void refusesAtOnceWhereNoRunCanBe(String path) {
    assertThatThrownBy(() -> RunDirectory.open(HADOOP, path))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No run can be at '%s': expected a run's directory", path);
    assertThatThrownBy(() -> RunDirectory.await(HADOOP, path, Duration.ofMinutes(5)))
        .isInstanceOf(RunException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21T22:00", "foo://x", "", "gopher:/runs"})
  void refusesAtOnceWhereNoRunsCanBe(String folder) {
    assertThatThrownBy(() -> RunDirectory.begun(HADOOP, folder, "first"))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No run can be at '%s/first': expected a run's ", folder)
        .hasMessageContaining("on a file system that this Spark knows (file:, hdfs:, …), found: ");
    assertThatThrownBy(() -> RunWriter.take(HADOOP, folder, "first", FirstRun.QUICK))
        .isInstanceOf(RunException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {Evaluations.DEFAULT_NAME, "Evaluations.Parquet"})
  void refusesTheNameOfTheTableBesideTheRuns(String runId) {
    String message =
        "No run can be at '%s': expected a run's directory, RUNS/RUN-ID, its last name %s"
            .formatted(runs.resolve(runId), RunDirectory.RUN_ID_RULE);
    assertThatThrownBy(() -> RunDirectory.begun(HADOOP, runs.toString(), runId))
        .isInstanceOf(RunException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> RunWriter.take(HADOOP, runs.toString(), runId, FirstRun.QUICK))
        .isInstanceOf(RunException.class)
        .hasMessage(message);
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void awaitsARunThatIsOnlyClaimed() throws Exception {
    RunWriter made = first.create();
    Files.delete(runs.resolve("first/run.json"));
    Thread starting =
        new Thread(
            () -> {
              try {
                Thread.sleep(200);
                made.update(FirstRun.record("first"));
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    starting.start();
    String path = runs.resolve("first").toString();
    assertThat(RunDirectory.await(HADOOP, path, Duration.ofMinutes(1)).run())
        .isEqualTo(FirstRun.record("first"));
    starting.join();
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    assertThatThrownBy(first::open)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No run at file:" + runs.resolve("first"));
    assertThatThrownBy(
            () ->
                RunDirectory.await(HADOOP, runs.resolve("first").toString(), Duration.ofMillis(10)))
        .isInstanceOf(RunException.class);
  }

  @Test
  void asksWhetherARunInTheUsualFolderWasMeantIfItIsThere() throws Exception {
    String path = runs.resolve("first").toString();
    try (RunWriter writer = RunWriter.take(HADOOP, runs.resolve("runs").toString(), "first")) {
      assertThatThrownBy(() -> RunDirectory.open(HADOOP, path))
          .hasMessageEndingWith("Give the run's directory, RUNS/RUN-ID");
      writer.update(FirstRun.record("first"));
    }

    assertThatThrownBy(() -> RunDirectory.open(HADOOP, path))
        .isInstanceOf(RunException.class)
        .hasMessageEndingWith("RUNS/RUN-ID; did you mean %s/runs/first?", runs);
    assertThatThrownBy(() -> RunDirectory.open(HADOOP, runs.resolve("other").toString()))
        .hasMessageEndingWith("RUNS/RUN-ID");
    assertThat(RunDirectory.likelier(HADOOP, path))
        .isEqualTo("; did you mean " + runs + "/runs/first?");
  }

  @Test
  void asksWhetherARunOfNearlyThatNameWasMeant() throws Exception {
    for (String id : List.of("first", "fist", "second")) {
      try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), id)) {
        writer.update(FirstRun.record(id));
      }
    }
    Files.createDirectory(runs.resolve("secon"));
    Files.createDirectory(runs.resolve("firs:"));

    assertThat(likelier("frist")).isEqualTo("; did you mean " + runs + "/fist?");
    assertThat(likelier("firsts")).isEqualTo("; did you mean " + runs + "/first?");
    assertThat(likelier("secnd")).isEqualTo("; did you mean " + runs + "/second?");
    assertThat(likelier("third")).isEmpty();
    assertThat(RunDirectory.likelier(HADOOP, runs + "/nowhere/first")).isEmpty();
  }

  private String likelier(String id) throws Exception {
    return RunDirectory.likelier(HADOOP, runs.resolve(id).toString());
  }

  @Test
  void namesEpochsAlikeUnderEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      first.create().keep(FirstRun.epoch(1), MODEL);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(first.open().epochs()).containsExactly(FirstRun.epoch(1));
    assertThat(runs.resolve("first/epochs/00001/epoch.json")).exists();
  }

  /**
   * RUNNING, COMPLETE and FAILED differ in length: a torn read would show as damage or as an early
   * end.
   */
  @Test
  void readsTheOldRunJsonOrTheNewWhileItIsReplaced() throws Exception {
    RunWriter made = first.create();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                for (RunRecord.State state : EnumSet.allOf(RunRecord.State.class)) {
                  update(made, state);
                }
              }
            });
    writer.start();
    while (writer.isAlive()) {
      assertThat(first.open().run().runId()).isEqualTo("first");
    }
  }

  private static void update(RunWriter run, RunRecord.State state) {
    try {
      run.update(FirstRun.record("first").in(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

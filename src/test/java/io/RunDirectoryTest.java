package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  /**
   * Quick to show life, and so patient with others that no load of the machine looks like death.
   */
  private static final RunLease.Pace QUICK =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofMinutes(5));

  @TempDir Path runs;

  private final Queue<RunWriter> writers = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeWriters() throws IOException {
    for (RunWriter writer : writers) {
      writer.close();
    }
  }

  private static RunRecord record(String runId) {
    return SampleRuns.run(runId, 10);
  }

  private static EpochRecord epoch(int epoch) {
    return SampleRuns.epoch(epoch, MODEL);
  }

  private RunWriter create() throws IOException {
    try {
      RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "first", QUICK);
      writers.add(writer);
      writer.update(record("first"));
      return writer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunDirectory open() throws IOException {
    return RunDirectory.open(HADOOP, runs.resolve("first").toString());
  }

  @Test
  void givesBackWhatItKeeps() throws IOException {
    RunWriter made = create();
    made.keep(epoch(2), MODEL);
    made.keep(epoch(1), MODEL);
    made.update(open().run().in(RunRecord.State.COMPLETE));

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
              "first/run.json",
              "first/lease/00001.json",
              "first/epochs/00001/model.zip",
              "first/epochs/00001/epoch.json");
    }
  }

  /** What a writer leaves that is killed within an epoch. */
  @Test
  void doesNotSeeAnEpochThatIsNotWholeAndReplacesIt() throws IOException {
    RunWriter made = create();
    made.keep(epoch(1), MODEL);
    Path half = Files.createDirectories(runs.resolve("first/epochs/00002"));
    Files.writeString(half.resolve("model.zip"), "another model");
    Files.writeString(half.resolve(".epoch.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part"), "{");
    Files.createDirectories(runs.resolve("first/epochs/00003"));

    assertThat(open().epochs()).containsExactly(epoch(1));
    made.keep(epoch(2), MODEL);
    assertThat(open().epochs()).containsExactly(epoch(1), epoch(2));
    assertThat(open().model(epoch(2))).isEqualTo(MODEL);
    assertThat(half).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void looksOnlyIntoTheFoldersOfEpochsThatAreNotKnown() throws IOException {
    RunWriter made = create();
    made.keep(epoch(1), MODEL);
    made.keep(epoch(2), MODEL);
    Files.writeString(runs.resolve("first/epochs/00001/epoch.json"), "damaged since");
    assertThat(open().epochsBesides(Set.of(1))).containsExactly(epoch(2));
  }

  @Test
  void refusesToKeepAnEpochTwice() throws IOException {
    RunWriter made = create();
    made.keep(epoch(1), MODEL);
    assertThatThrownBy(() -> made.keep(epoch(1), new byte[7]))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(
            "Cannot keep epoch 1: expected nothing at file:"
                + runs.resolve("first/epochs/00001/epoch.json"));
    assertThat(open().model(epoch(1))).isEqualTo(MODEL);
  }

  @Test
  void refusesARunThatSomebodyElseHas() throws IOException {
    create();
    assertThatThrownBy(this::create)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Run file:%s is being trained by process ", runs.resolve("first"));
  }

  @Test
  void ofManyTrainingsOfOneIdJustOneStarts() throws Exception {
    int trainings = 16;
    ExecutorService threads = Executors.newFixedThreadPool(trainings);
    try {
      for (int round = 0; round < 20; round++) {
        String runId = "run-" + round;
        CyclicBarrier together = new CyclicBarrier(trainings);
        List<Future<Optional<RunWriter>>> started = new ArrayList<>();
        for (int i = 0; i < trainings; i++) {
          started.add(threads.submit(() -> started(runId, together)));
        }
        List<RunWriter> winners = new ArrayList<>();
        for (Future<Optional<RunWriter>> training : started) {
          training.get().ifPresent(winners::add);
        }
        assertThat(winners).as(runId).hasSize(1);
        winners.get(0).close();
        assertThat(RunDirectory.open(HADOOP, runs.resolve(runId).toString()).run())
            .isEqualTo(record(runId));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** As trainings that fail before their first epoch, and schedulers that try them again. */
  @Test
  void ofManyThatBeginARunAndDiscardItEachHasItOrIsToldWhoHas() throws Exception {
    int trainings = 8;
    ExecutorService threads = Executors.newFixedThreadPool(trainings);
    try {
      List<Future<Integer>> started = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      for (int i = 0; i < trainings; i++) {
        started.add(threads.submit(() -> beginAndDiscard(end)));
      }
      int begun = 0;
      for (Future<Integer> training : started) {
        begun += training.get();
      }
      assertThat(begun).isGreaterThan(1);
      assertThat(runs).isDirectoryNotContaining("glob:**/retried/**");
    } finally {
      threads.shutdownNow();
    }
  }

  /** How often it had the run. */
  private int beginAndDiscard(long end) throws Exception {
    int begun = 0;
    while (System.nanoTime() < end) {
      try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "retried", QUICK)) {
        writer.update(record("retried"));
        writer.discard();
        begun++;
      } catch (RunException e) {
        assertThat(e).hasMessageContaining("retried is being trained by process ");
      }
    }
    return begun;
  }

  private Optional<RunWriter> started(String runId, CyclicBarrier together) throws Exception {
    together.await();
    try {
      RunWriter writer = RunWriter.take(HADOOP, runs.toString(), runId, QUICK);
      writers.add(writer);
      writer.update(record(runId));
      return Optional.of(writer);
    } catch (RunException e) {
      assertThat(e).hasMessageContaining("%s is being trained by process ", runId);
      return Optional.empty();
    }
  }

  @Test
  void discardsARunWithoutEpochsAndNothingElse() throws IOException {
    create().discard();
    assertThat(runs).isEmptyDirectory();

    RunWriter made = create();
    Path half = Files.createDirectories(runs.resolve("first/epochs/00001"));
    Files.write(half.resolve("model.zip"), MODEL);
    Files.writeString(half.resolve(".epoch.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part"), "{");
    Files.writeString(
        runs.resolve("first/.run.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part"), "{");
    Files.writeString(runs.resolve("first/notes.txt"), "mine");
    made.discard();
    assertThat(runs.resolve("first")).isDirectoryNotContaining("glob:**{json,part,epochs}");
    assertThat(runs.resolve("first/notes.txt")).hasContent("mine");
  }

  /** As an administrator makes them, with rights of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"first", "first/epochs"})
  void leavesEmptyFoldersThatWereThereBeforeTheRun(String name) throws IOException {
    Path folder = Files.createDirectories(runs.resolve(name));
    Object made = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    for (int again = 0; again < 2; again++) {
      create().discard();
      assertThat(folder).isEmptyDirectory();
      assertThat(Files.readAttributes(folder, BasicFileAttributes.class).fileKey()).isEqualTo(made);
    }
  }

  @Test
  void doesNotDiscardARunWithAnEpoch() throws IOException {
    RunWriter made = create();
    made.keep(epoch(1), MODEL);
    assertThatThrownBy(made::discard)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected no kept epoch, found 1");
    assertThat(open().model(epoch(1))).isEqualTo(MODEL);
  }

  @Test
  void refusesARunUnderAnotherName() throws IOException {
    create();
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
  @ValueSource(strings = {Evaluations.DEFAULT_NAME, "Evaluations.Parquet"})
  void refusesTheNameOfTheTableBesideTheRuns(String runId) {
    String message =
        "No run can be at '%s': expected a run's directory, RUNS/RUN-ID, its last name %s"
            .formatted(runs.resolve(runId), RunDirectory.RUN_ID_RULE);
    assertThatThrownBy(() -> RunDirectory.begun(HADOOP, runs.toString(), runId))
        .isInstanceOf(RunException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> RunWriter.take(HADOOP, runs.toString(), runId, QUICK))
        .isInstanceOf(RunException.class)
        .hasMessage(message);
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void awaitsARunThatIsOnlyClaimed() throws Exception {
    RunWriter made = create();
    Files.delete(runs.resolve("first/run.json"));
    Thread starting =
        new Thread(
            () -> {
              try {
                Thread.sleep(200);
                made.update(record("first"));
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    starting.start();
    String path = runs.resolve("first").toString();
    assertThat(RunDirectory.await(HADOOP, path, Duration.ofMinutes(1)).run())
        .isEqualTo(record("first"));
    starting.join();
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"epoch\" : 1,        | \"epoch\" : 1.5,        | 1.5",
        "\"epoch\" : 1,        | \"epoch\" : 0,          | epoch: expected 1 to 99999, found 0",
        "\"trainingLoss\" : 0.25 | \"trainingLoss\" : \"NaN\" | 0 or more, found NaN",
        "\"shard\" : 0         | \"shard\" : -1          | shard: expected at least 0, found -1",
        "\"modelSha256\"       | \"unknown\" | modelSha256: expected a value, found none",
      })
  void refusesADamagedEpochJsonByName(String whole, String damaged, String reason)
      throws IOException {
    create().keep(epoch(1), MODEL);
    Path json = runs.resolve("first/epochs/00001/epoch.json");
    String text = Files.readString(json);
    assertThat(text).contains(whole);
    Files.writeString(json, text.replace(whole, damaged));
    assertThatThrownBy(() -> open().epochs())
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("file:%s is not a EpochRecord: expected ".formatted(json))
        .hasMessageContaining(reason);
  }

  @Test
  void refusesBytesThatAreNoTextAndTextAfterTheEnd() throws IOException {
    create();
    Path json = runs.resolve("first/run.json");
    Files.writeString(json, Files.readString(json) + "}");
    assertThatThrownBy(() -> open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining(json.toString());
    Files.write(json, new byte[] {0, 0, (byte) 0xff, (byte) 0xfe, 1});
    assertThatThrownBy(() -> open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining(json.toString());
  }

  @Test
  void namesEpochsAlikeUnderEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      create().keep(epoch(1), MODEL);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(open().epochs()).containsExactly(epoch(1));
    assertThat(runs.resolve("first/epochs/00001/epoch.json")).exists();
  }

  /**
   * RUNNING, COMPLETE and FAILED differ in length: a torn read would show as damage or as an early
   * end.
   */
  @Test
  void readsTheOldRunJsonOrTheNewWhileItIsReplaced() throws Exception {
    RunWriter made = create();
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
      assertThat(open().run().runId()).isEqualTo("first");
    }
  }

  private static void update(RunWriter run, RunRecord.State state) {
    try {
      run.update(record("first").in(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refusesAJsonFileThatIsFarTooLarge() throws IOException {
    create();
    Files.writeString(runs.resolve("first/run.json"), " ".repeat(1 << 21));
    assertThatThrownBy(() -> open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected at most 1048576 bytes, found more");
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

  /** A file with a hole, so that nothing of it is stored; its epoch.json agrees on its length. */
  @ParameterizedTest
  @ValueSource(longs = {(64L << 20) + 1, 1L << 31, 1L << 32})
  void refusesAModelThatIsFarTooLargeBeforeReadingIt(long length) throws IOException {
    create().keep(epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
      file.setLength(length);
    }
    Path json = runs.resolve("first/epochs/00001/epoch.json");
    String text = Files.readString(json);
    Files.writeString(json, text.replace("\"modelBytes\" : 7", "\"modelBytes\" : " + length));
    EpochRecord record = open().epochs().get(0);
    assertThat(record.modelBytes()).isEqualTo(length);
    assertThatThrownBy(() -> open().model(record))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected at most 67108864 bytes, found %d bytes", length);
  }

  @Test
  void namesAModelThatIsGone() throws IOException {
    create().keep(epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    Files.delete(model);
    assertThatThrownBy(() -> open().model(epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected 7 bytes, found no file");
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

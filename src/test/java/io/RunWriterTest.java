package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write a run, and what he undoes. */
class RunWriterTest {
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
  void refusesToKeepAnEpochTwice() throws IOException {
    RunWriter made = first.create();
    made.keep(FirstRun.epoch(1), MODEL);
    assertThatThrownBy(() -> made.keep(FirstRun.epoch(1), new byte[7]))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(
            "Cannot keep epoch 1: expected nothing at file:"
                + runs.resolve("first/epochs/00001/epoch.json"));
    assertThat(first.open().model(FirstRun.epoch(1))).isEqualTo(MODEL);
  }

  @Test
  void refusesARunThatSomebodyElseHas() throws IOException {
    first.create();
    assertThatThrownBy(first::create)
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
            .isEqualTo(FirstRun.record(runId));
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
      try (Stream<Path> left = Files.walk(runs)) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** How often it had the run. */
  private int beginAndDiscard(long end) throws Exception {
    int begun = 0;
    while (System.nanoTime() < end) {
      try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "retried", FirstRun.QUICK)) {
        writer.update(FirstRun.record("retried"));
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
      return Optional.of(first.begin(runId));
    } catch (RunException e) {
      assertThat(e).hasMessageContaining("%s is being trained by process ", runId);
      return Optional.empty();
    }
  }

  @Test
  void discardsARunWithoutEpochsAndNothingElse() throws IOException {
    first.create().discard();
    assertThat(runs).isEmptyDirectory();

    RunWriter made = first.create();
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
      first.create().discard();
      assertThat(folder).isEmptyDirectory();
      assertThat(Files.readAttributes(folder, BasicFileAttributes.class).fileKey()).isEqualTo(made);
    }
  }

  @Test
  void doesNotDiscardARunWithAnEpoch() throws IOException {
    RunWriter made = first.create();
    made.keep(FirstRun.epoch(1), MODEL);
    assertThatThrownBy(made::discard)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected no kept epoch, found 1");
    assertThat(first.open().model(FirstRun.epoch(1))).isEqualTo(MODEL);
  }
}

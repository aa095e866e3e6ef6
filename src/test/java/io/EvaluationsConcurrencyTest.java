package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.SparkSessions;

class EvaluationsConcurrencyTest {
  private static final int EPOCHS = 5;
  private static final int READS = 4;

  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void nameTheTable() {
    table = folder.resolve("table");
  }

  @ParameterizedTest(name = "{0} writers")
  @ValueSource(ints = {2, 8})
  void readersSeeEveryEpochOnceAndWholeWhileWritersReplaceThemAll(int writers) throws Exception {
    open().write(SampleEvaluations.run("run", EPOCHS, 0));
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Void>> writing =
          IntStream.rangeClosed(1, writers)
              .mapToObj(seed -> threads.submit(writing(seed, enough)))
              .toList();
      try {
        for (int read = 0; read < READS; read++) {
          assertOneWholeRowForEachEpoch("run", EPOCHS, writers);
        }
      } finally {
        enough.set(true);
      }
      for (Future<Void> writer : writing) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertOneWholeRowForEachEpoch("run", EPOCHS, writers);
    assertThat(table.toFile().list()).containsExactly("run_id=run");
  }

  @Test
  void writersThatMakeTheTableTogetherLeaveOneRowForEachEpoch() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> writing =
          IntStream.rangeClosed(1, 4)
              .mapToObj(seed -> writing(seed, new AtomicBoolean(true)))
              .toList();
      for (Future<Void> writer : threads.invokeAll(writing)) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertOneWholeRowForEachEpoch("run", EPOCHS, 4);
  }

  /** Rows are replaced in the order of their epochs: by then some are, and others are not. */
  @Test
  @Timeout(180)
  void aWriterThatIsKilledBetweenTwoRowsDisturbsNobodyAndLeavesEachOldOrNewAndWhole()
      throws Exception {
    open().write(SampleEvaluations.run("run", EPOCHS, 0));
    List<Evaluation> old = killed(0);
    List<Evaluation> found = old;
    for (int tries = 0; tries < 3 && (found.equals(old) || found.equals(killed(1))); tries++) {
      open().write(old);
      assertThat(open().evaluations(WriterProcess.RUN_ID)).isEqualTo(old);
      killBesideAReader(new SplittableRandom(tries).nextInt(1, WriterProcess.EPOCHS / 2));
      found = open().evaluations(WriterProcess.RUN_ID);
    }

    int replaced = Collections.frequency(found.stream().map(killed(1)::contains).toList(), true);
    assertThat(replaced).as("rows replaced").isBetween(1, WriterProcess.EPOCHS - 1);
    List<Evaluation> expected = new ArrayList<>(killed(1).subList(0, replaced));
    expected.addAll(old.subList(replaced, WriterProcess.EPOCHS));
    assertThat(found).isEqualTo(expected);
    assertThat(stagedFiles()).as("files that the killed writer left").isPositive();
    assertOneWholeRowForEachEpoch("run", EPOCHS, 0);

    open().write(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(open().evaluations("run")).isEqualTo(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(open().evaluations(WriterProcess.RUN_ID)).isEqualTo(expected);
    open().write(killed(2));
    assertThat(open().evaluations(WriterProcess.RUN_ID)).isEqualTo(killed(2));
    assertThat(table.toFile().list())
        .containsExactlyInAnyOrder("run_id=run", "run_id=" + WriterProcess.RUN_ID);
  }

  private static List<Evaluation> killed(int seed) {
    return SampleEvaluations.run(WriterProcess.RUN_ID, WriterProcess.EPOCHS, seed);
  }

  /** Who reads meanwhile, from when rows are staged, finds each row once, old or new. */
  private void killBesideAReader(int epoch) throws Exception {
    Object old = fileKey(rowOf(epoch));
    AtomicInteger begun = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Process writer = WriterProcess.start(table);
    try {
      await(writer, () -> stagedFiles() > 0);
      Future<Void> reading = thread.submit(reading(begun, enough));
      await(writer, () -> !fileKey(rowOf(epoch)).equals(old));
      writer.destroyForcibly().waitFor();
      int underWay = begun.get();
      assertThat(underWay).as("reads begun before the kill").isPositive();
      while (begun.get() < underWay + 2 && !reading.isDone()) {
        Thread.sleep(5);
      }
      enough.set(true);
      reading.get();
    } finally {
      writer.destroyForcibly().waitFor();
      thread.shutdownNow();
    }
  }

  /** Returns as soon as something is so; that it is soon is asked of the writer alone. */
  private static void await(Process writer, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      assertThat(writer.isAlive()).as("the writer that is to be killed").isTrue();
      Thread.sleep(1);
    }
  }

  private Callable<Void> reading(AtomicInteger begun, AtomicBoolean enough) {
    return () -> {
      while (!enough.get()) {
        begun.incrementAndGet();
        assertOneWholeRowForEachEpoch(WriterProcess.RUN_ID, WriterProcess.EPOCHS, 1);
      }
      return null;
    };
  }

  private Path rowOf(int epoch) {
    return table.resolve("run_id=killed/epoch=%d/evaluation.parquet".formatted(epoch));
  }

  private static Object fileKey(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Writes at least once, and on until it is enough. */
  private Callable<Void> writing(int seed, AtomicBoolean enough) {
    return () -> {
      do {
        open().write(SampleEvaluations.run("run", EPOCHS, seed));
      } while (!enough.get());
      return null;
    };
  }

  /**
   * Each row must be exactly one of those that were written, by seeds from 0 to {@code writers}, so
   * a mixture of two is found.
   */
  private void assertOneWholeRowForEachEpoch(String runId, int epochs, int writers)
      throws IOException {
    List<Evaluation> found = open().evaluations(runId);
    assertThat(found)
        .extracting(Evaluation::epoch)
        .isEqualTo(IntStream.rangeClosed(1, epochs).boxed().toList());
    List<Evaluation> written = new ArrayList<>();
    for (int seed = 0; seed <= writers; seed++) {
      written.addAll(SampleEvaluations.run(runId, epochs, seed));
    }
    assertThat(written).containsAll(found);
  }

  private long stagedFiles() throws IOException {
    try (Stream<Path> staging = Files.list(table)) {
      long files = 0;
      for (Path path : staging.filter(p -> p.getFileName().toString().startsWith("_")).toList()) {
        files += partFilesBelow(path);
      }
      return files;
    }
  }

  private static long partFilesBelow(Path root) {
    String[] found = root.toFile().list();
    return found == null
        ? 0
        : Stream.of(found)
            .mapToLong(name -> name.startsWith("part-") ? 1 : partFilesBelow(root.resolve(name)))
            .sum();
  }

  private Evaluations open() throws IOException {
    return new Evaluations(SparkSessions.shared(), table.toString());
  }
}

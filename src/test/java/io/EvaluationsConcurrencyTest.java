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
  private static final int READS = 6;

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
          assertOneWholeRowForEachEpoch(writers);
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
    assertOneWholeRowForEachEpoch(writers);
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
    assertOneWholeRowForEachEpoch(4);
  }

  @Test
  @Timeout(180)
  void aWriterThatWasKilledDisturbsNobody() throws Exception {
    open().write(SampleEvaluations.run("run", EPOCHS, 0));
    Process writer = WriterProcess.start(table);
    try {
      while (stagedFiles() < 5) {
        assertThat(writer.isAlive()).as("the writer that is to be killed").isTrue();
        Thread.sleep(5);
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(stagedFiles()).as("files that the killed writer left").isPositive();

    assertOneWholeRowForEachEpoch(0);
    open().write(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(open().evaluations("run")).isEqualTo(SampleEvaluations.run("run", EPOCHS, 1));
    assertThat(WriterProcess.written()).containsAll(open().evaluations(WriterProcess.RUN_ID));
    assertThat(table.toFile().list()).allMatch(name -> name.startsWith("run_id="));
  }

  /** Rows are replaced in the order of their epochs: by then some are, and others are not. */
  @Test
  @Timeout(180)
  void aWriterThatWasKilledBetweenTwoRowsLeavesEachOldOrNewAndWhole() throws Exception {
    List<Evaluation> old = killed(0);
    List<Evaluation> found = old;
    for (int tries = 0; tries < 3 && (found.equals(old) || found.equals(killed(1))); tries++) {
      open().write(old);
      assertThat(open().evaluations(WriterProcess.RUN_ID)).isEqualTo(old);
      killWhenReplaced(new SplittableRandom(tries).nextInt(1, WriterProcess.EPOCHS / 2));
      found = open().evaluations(WriterProcess.RUN_ID);
    }

    int replaced = Collections.frequency(found.stream().map(killed(1)::contains).toList(), true);
    assertThat(replaced).as("rows replaced").isBetween(1, WriterProcess.EPOCHS - 1);
    List<Evaluation> expected = new ArrayList<>(killed(1).subList(0, replaced));
    expected.addAll(old.subList(replaced, WriterProcess.EPOCHS));
    assertThat(found).isEqualTo(expected);
    open().write(killed(2));
    assertThat(open().evaluations(WriterProcess.RUN_ID)).isEqualTo(killed(2));
    assertThat(table.toFile().list()).containsExactly("run_id=" + WriterProcess.RUN_ID);
  }

  private static List<Evaluation> killed(int seed) {
    return SampleEvaluations.run(WriterProcess.RUN_ID, WriterProcess.EPOCHS, seed);
  }

  private void killWhenReplaced(int epoch) throws Exception {
    Path row = table.resolve("run_id=killed/epoch=%d/evaluation.parquet".formatted(epoch));
    Object old = fileKey(row);
    Process writer = WriterProcess.start(table);
    try {
      while (fileKey(row).equals(old)) {
        assertThat(writer.isAlive()).as("the writer that is to be killed").isTrue();
        if (stagedFiles() == 0) {
          Thread.sleep(5);
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
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

  /** Each row must be exactly one of those that were written, so a mixture of two is found. */
  private void assertOneWholeRowForEachEpoch(int writers) throws IOException {
    List<Evaluation> found = open().evaluations("run");
    assertThat(found).extracting(Evaluation::epoch).containsExactly(1, 2, 3, 4, 5);
    List<Evaluation> written = new ArrayList<>();
    for (int seed = 0; seed <= writers; seed++) {
      written.addAll(SampleEvaluations.run("run", EPOCHS, seed));
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

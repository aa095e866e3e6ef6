package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

package io.idx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import testing.SparkSessions;

/** Whatever is written comes back, to the last byte, however it is split and packed. */
class IdxRoundTripTest {
  private static final Configuration HADOOP = new Configuration();

  /**
   * A random set and a random way to store and to read it. The writer is either the project's own
   * or bytes laid out by the test, so that neither side can hide the other's mistake.
   */
  record Trial(
      int count,
      int rows,
      int columns,
      int classes,
      long seed,
      boolean imagesGzip,
      boolean labelsGzip,
      boolean ownWriter,
      long rowsPerPartition) {}

  @Provide
  Arbitrary<Trial> trials() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(1, 300);
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, 40);
    Arbitrary<Integer> classes = Arbitraries.integers().between(1, 256);
    Arbitrary<Boolean> coins = Arbitraries.of(true, false);
    return Combinators.combine(counts, sides, sides, classes, Arbitraries.longs())
        .flatAs(
            (count, rows, columns, most, seed) ->
                Combinators.combine(
                        coins, coins, coins, Arbitraries.longs().between(1, count + 10L))
                    .as(
                        (images, labels, own, step) ->
                            new Trial(
                                count, rows, columns, most, seed, images, labels, own, step)));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void readsBackWhatWasWritten(@ForAll("trials") Trial trial) throws IOException {
    Path directory = Files.createTempDirectory("idx");
    try {
      byte[] images = IdxBytes.images(trial.count, trial.rows, trial.columns, trial.seed);
      byte[] labels = IdxBytes.labels(trial.count, trial.classes);
      String imagePath = directory.resolve(trial.imagesGzip ? "i.gz" : "i").toString();
      String labelPath = directory.resolve(trial.labelsGzip ? "l.gz" : "l").toString();
      write(trial, images, imagePath, labels, labelPath);

      Dataset<Row> set = load(trial, imagePath, labelPath);

      boolean anyGzip = trial.imagesGzip || trial.labelsGzip;
      long tasks = (trial.count + trial.rowsPerPartition - 1) / trial.rowsPerPartition;
      assertThat(set.rdd().getNumPartitions()).isEqualTo(anyGzip ? 1 : (int) tasks);
      assertHolds(set.collectAsList(), trial, images, labels);
    } finally {
      delete(directory);
    }
  }

  private static void write(
      Trial trial, byte[] images, String imagePath, byte[] labels, String labelPath)
      throws IOException {
    if (trial.ownWriter) {
      Stream<byte[]> items =
          IntStream.range(0, trial.count).mapToObj(i -> IdxBytes.item(images, i));
      IdxWriter.writeImages(
          HADOOP, imagePath, trial.rows, trial.columns, trial.count, items.iterator());
      IdxWriter.writeLabels(HADOOP, labelPath, Arrays.copyOfRange(labels, 8, labels.length));
    } else {
      Files.write(Path.of(imagePath), trial.imagesGzip ? IdxBytes.gzip(images) : images);
      Files.write(Path.of(labelPath), trial.labelsGzip ? IdxBytes.gzip(labels) : labels);
    }
  }

  private static Dataset<Row> load(Trial trial, String imagePath, String labelPath) {
    SparkSession spark = SparkSessions.shared();
    return spark
        .read()
        .format("idx")
        .option("labels", labelPath)
        .option("classes", trial.classes)
        .option("rowsPerPartition", trial.rowsPerPartition)
        .load(imagePath);
  }

  private static void assertHolds(List<Row> rows, Trial trial, byte[] images, byte[] labels) {
    List<byte[]> expected = new ArrayList<>();
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(row.getLong(0)).isEqualTo(i);
      assertThat(row.getInt(1)).isEqualTo(Byte.toUnsignedInt(labels[8 + i]));
      assertThat(row.getInt(3)).isEqualTo(trial.rows);
      assertThat(row.getInt(4)).isEqualTo(trial.columns);
      found.add((byte[]) row.get(2));
    }
    for (int i = 0; i < trial.count; i++) {
      expected.add(IdxBytes.item(images, i));
    }
    assertThat(found).usingElementComparator(Arrays::compare).isEqualTo(expected);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

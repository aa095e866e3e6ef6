package io.idx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

/** Two passes over files, and rows in whatever order and partitions, come to the same. */
class IdxSumTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  /** Among them images longer than what is read at once. */
  @ParameterizedTest
  @CsvSource({"28, 28, 300", "1, 1, 5", "300, 300, 7"})
  void isThatOfTheRowsWhateverTheirPartitions(int rows, int columns, int count) throws Exception {
    byte[][] images = images(count, rows * columns);
    byte[] labels = labels(count);
    String imageFile = folder.resolve("images").toString();
    String labelFile = folder.resolve("labels").toString();
    IdxWriter.writeImages(HADOOP, imageFile, rows, columns, count, Stream.of(images).iterator());
    IdxWriter.writeLabels(HADOOP, labelFile, labels);
    long expected =
        IdxFingerprint.of(HADOOP, imageFile).sum() + IdxFingerprint.of(HADOOP, labelFile).sum();

    List<Row> read =
        SparkSessions.shared()
            .read()
            .format("idx")
            .option("labels", labelFile)
            .load(imageFile)
            .select(IdxColumns.INDEX, IdxColumns.LABEL, IdxColumns.IMAGE)
            .repartition(3)
            .collectAsList();
    assertThat(read.stream().mapToLong(IdxSumTest::ofRow).sum()).isEqualTo(expected);
  }

  private static long ofRow(Row row) {
    return IdxSum.ofRow(row.getLong(0), row.getInt(1), row.getAs(2));
  }

  @Test
  void tellsEachBitEachLabelAndEachPlaceApart() {
    byte[][] images = images(3, 784);
    byte[] labels = labels(3);
    long whole = sum(images, labels);
    byte[][] swapped = {images[1], images[0], images[2]};
    assertThat(sum(swapped, labels)).as("two images swapped").isNotEqualTo(whole);
    assertThat(sum(images, new byte[] {labels[1], labels[0], labels[2]}))
        .as("two labels swapped")
        .isNotEqualTo(whole);
    for (int pixel = 0; pixel < 784; pixel++) {
      images[1][pixel] ^= 1;
      assertThat(sum(images, labels)).as("pixel %d", pixel).isNotEqualTo(whole);
      images[1][pixel] ^= 1;
    }
    assertThat(sum(images, labels)).isEqualTo(whole);
    assertThat(sum(Arrays.copyOf(images, 2), labels)).as("one less").isNotEqualTo(whole);
  }

  private static long sum(byte[][] images, byte[] labels) {
    return IntStream.range(0, images.length)
        .mapToLong(row -> IdxSum.ofRow(row, labels[row], images[row]))
        .sum();
  }

  private static byte[][] images(int count, int bytes) {
    SplittableRandom random = new SplittableRandom(bytes);
    byte[][] images = new byte[count][bytes];
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    return images;
  }

  private static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      labels[row] = (byte) (row % 7);
    }
    return labels;
  }
}

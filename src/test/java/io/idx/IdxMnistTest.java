package io.idx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

/** The published MNIST; its directory is the system property {@code mnist.dir}. */
@EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
class IdxMnistTest {
  private static final Configuration HADOOP = new Configuration();

  private static Dataset<Row> load(String prefix) throws IOException {
    IdxPair pair = IdxPair.find(HADOOP, System.getProperty("mnist.dir"), prefix);
    return SparkSessions.shared()
        .read()
        .format("idx")
        .option("labels", pair.labels())
        .load(pair.images());
  }

  @Test
  void holdsThePublishedNumberOfEachDigit() throws IOException {
    Dataset<Row> train = load(IdxPair.TRAIN);

    List<Long> counts =
        train.groupBy("label").count().orderBy("label").collectAsList().stream()
            .map(row -> row.getLong(1))
            .toList();

    assertThat(counts)
        .containsExactly(5923L, 6742L, 5958L, 6131L, 5842L, 5421L, 5918L, 6265L, 5851L, 5949L);
    assertThat(train.where("rows = 28 AND columns = 28 AND length(image) = 784").count())
        .isEqualTo(60_000);
  }

  @Test
  void hasThePublishedMeanOfItsPixels() throws IOException {
    double sum =
        load(IdxPair.TRAIN).select("image").collectAsList().stream()
            .mapToLong(row -> sum((byte[]) row.get(0)))
            .sum();

    // 0.1307 of full white: the mean by which most MNIST programs normalise.
    assertThat(sum / 60_000 / 784 / 255).isBetween(0.13065, 0.13075);
  }

  @Test
  void beginsWithTheKnownLabels() throws IOException {
    assertThat(
            load(IdxPair.TEST).select("label").limit(10).collectAsList().stream()
                .map(row -> row.getInt(0)))
        .containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
  }

  @ParameterizedTest
  @CsvSource({
    "train, 60000, ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db,"
        + " 65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k, 10000, 0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7,"
        + " ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
  })
  void hasThePublishedHashes(String prefix, long count, String imageHash, String labelHash)
      throws IOException {
    IdxPair pair = IdxPair.find(HADOOP, System.getProperty("mnist.dir"), prefix);

    assertThat(IdxFingerprint.of(HADOOP, pair.images()))
        .usingRecursiveComparison()
        .ignoringFields("sum")
        .isEqualTo(
            new IdxFingerprint(pair.images(), imageHash, 16 + count * 784, count, 28, 28, 0));
    assertThat(IdxFingerprint.of(HADOOP, pair.labels()))
        .usingRecursiveComparison()
        .ignoringFields("sum")
        .isEqualTo(new IdxFingerprint(pair.labels(), labelHash, 8 + count, count, 1, 1, 0));
  }

  private static long sum(byte[] image) {
    long sum = 0;
    for (byte pixel : image) {
      sum += Byte.toUnsignedInt(pixel);
    }
    return sum;
  }
}

package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

class IdxOptionsTest {

  private static IdxOptions parse(Map<String, String> options) {
    return IdxOptions.parse(new CaseInsensitiveStringMap(options));
  }

  @Test
  void hasDefaults() {
    assertThat(parse(Map.of("path", "i")))
        .isEqualTo(new IdxOptions("i", Optional.empty(), Optional.empty(), 10, Map.of()));
  }

  @Test
  void takesKeysInAnyCaseAndLeavesTheRestToHadoop() {
    assertThat(
            parse(
                Map.of(
                    "path", "i",
                    "LABELS", "l",
                    "rowsperpartition", " 7 ",
                    "Classes", "256",
                    "fs.s3a.Endpoint", "e")))
        .isEqualTo(
            new IdxOptions(
                "i", Optional.of("l"), Optional.of(7L), 256, Map.of("fs.s3a.Endpoint", "e")));
  }

  @Test
  void namesAllFaultsAtOnce() {
    assertThatThrownBy(
            () -> parse(Map.of("labels", " ", "rowsPerPartition", "0", "classes", "ten")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Options of the data source idx: path is missing: expected an image file, as in"
                + " load(IMAGES); labels is empty: expected a file, or leave the option out;"
                + " rowsPerPartition is '0': expected a whole number from 1; classes is 'ten':"
                + " expected a whole number from 1 to 256");
  }

  @Test
  void refusesSeveralPaths() {
    assertThatThrownBy(() -> SparkSessions.shared().read().format("idx").load("a", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Options of the data source idx: path is [\"a\",\"b\"]: expected one image file;"
                + " load each and union them");
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 16384",
    "64, 64, 16384",
    "224, 224, 1337",
    "4096, 4096, 4",
  })
  void readsAtMost64MebibytesATask(int rows, int columns, long expected) {
    IdxHeader header = new IdxHeader(IdxKind.IMAGES, 1_000_000, rows, columns);

    assertThat(parse(Map.of("path", "i")).rowsPerPartition(header)).isEqualTo(expected);
  }

  @Test
  void refusesMoreTasksThanADriverCanPlan() {
    IdxHeader header = new IdxHeader(IdxKind.IMAGES, 3_000_000, 28, 28);

    assertThatThrownBy(
            () -> parse(Map.of("path", "i", "rowsPerPartition", "2")).rowsPerPartition(header))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rowsPerPartition is 2, which makes 1500000 tasks of i: expected at most 1000000 tasks;"
                + " raise it");
  }
}

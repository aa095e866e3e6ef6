package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.ProcessStarts;
import testing.SparkSessions;

class EvaluationsTest {
  private static final SparkSession SPARK = SparkSessions.shared();

  @TempDir Path folder;
  private Path table;
  private Evaluations evaluations;

  @BeforeEach
  void openATableThatIsNotThereYet() throws IOException {
    table = folder.resolve("the table");
    evaluations = new Evaluations(SPARK, table.toString());
  }

  @Test
  void rowsReadBackEqualToTheLastNestedColumn() throws IOException {
    evaluations.write(SampleEvaluations.run("first", 12, 7));
    evaluations.write(SampleEvaluations.run("second", 3, 999));

    assertThat(evaluations.evaluations("first")).isEqualTo(SampleEvaluations.run("first", 12, 7));
    assertThat(evaluations.evaluations("second"))
        .isEqualTo(SampleEvaluations.run("second", 3, 999));
    assertThat(evaluations.evaluations("third")).isEmpty();
  }

  @Test
  void aTableThatNobodyHasWrittenHasNoRowsButAllColumns() throws IOException {
    evaluations.write(List.of());

    assertThat(evaluations.read().collectAsList()).isEmpty();
    assertThat(evaluations.read().schema()).isEqualTo(EvaluationRows.SCHEMA);
    assertThat(evaluations.epochs("run", Map.of(1, "x"), "y")).isEmpty();
    assertThat(table).doesNotExist();
  }

  @Test
  void writingAgainReplacesRowsAndAddsNone() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 3, 1));
    evaluations.write(SampleEvaluations.run("run", 3, 1));
    assertThat(evaluations.evaluations("run")).isEqualTo(SampleEvaluations.run("run", 3, 1));

    evaluations.write(List.of(SampleEvaluations.of("run", 2, 8)));
    assertThat(evaluations.evaluations("run"))
        .containsExactly(
            SampleEvaluations.of("run", 1, 1),
            SampleEvaluations.of("run", 2, 8),
            SampleEvaluations.of("run", 3, 1));
  }

  @Test
  void leavesOneFileForEachEpochAndNothingElse() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 2, 1));
    evaluations.write(SampleEvaluations.run("run", 2, 2));

    assertThat(filesBelow(table))
        .containsExactly(
            "run_id=run/epoch=1/evaluation.parquet", "run_id=run/epoch=2/evaluation.parquet");
  }

  /** Hadoop sets the rights of each local file and folder by a chmod of its own. */
  @Test
  void startsNoProcessToWrite() throws Exception {
    evaluations.write(SampleEvaluations.run("run", 1, 0)); // Hadoop looks around once
    List<RecordedEvent> started =
        ProcessStarts.during(() -> evaluations.write(SampleEvaluations.run("run", 3, 0)));
    assertThat(started).isEmpty();
    assertThat(evaluations.evaluations("run")).hasSize(3);
  }

  @Test
  void knowsTheEpochsOfTheseParametersAndThisTestSetOnly() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 3, 1));
    evaluations.write(SampleEvaluations.run("other", 9, 1));
    String same = SampleEvaluations.parametersSha256(1);
    Map<Integer, String> kept =
        Map.of(1, same, 2, SampleEvaluations.parametersSha256(2), 3, same, 4, same);

    assertThat(evaluations.epochs("run", kept, SampleEvaluations.TEST_SHA256))
        .containsExactly(1, 3);
    assertThat(evaluations.epochs("run", kept, "f".repeat(64))).isEmpty();
    assertThat(evaluations.epochs("none", kept, SampleEvaluations.TEST_SHA256)).isEmpty();
  }

  /** Alone in its table: beside another, Spark would infer strings anyhow. */
  @ParameterizedTest
  @ValueSource(strings = {"007", "2026-11-21", "5d"})
  void aRunIdThatLooksLikeANumberOrADateStaysAString(String runId) throws IOException {
    evaluations.write(List.of(SampleEvaluations.of(runId, 1, 1)));

    assertThat(evaluations.read().select("run_id").head().get(0)).isEqualTo(runId);
    assertThat(evaluations.evaluations(runId)).containsExactly(SampleEvaluations.of(runId, 1, 1));
  }

  @Test
  void runIdsThatMeanSomethingElsewhereStandSideBySide() throws IOException {
    String[] runIds = {"007", "7", "1e3", "-0", "true", "null", "_x", "a.b_c-d"};
    evaluations.write(Stream.of(runIds).map(runId -> SampleEvaluations.of(runId, 1, 1)).toList());

    assertThat(evaluations.read().select("run_id").collectAsList())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder((Object[]) runIds);
  }

  /** Spark takes the first of each two for a pattern, which the second matches. */
  @ParameterizedTest
  @CsvSource({
    "runs[1], runs1",
    "{a}, a",
    "'{a,b}', b",
    "x*, xy",
    "q?, qq",
    "back\\slash, backslash",
    "[open, o",
    "Läufe [1] 50 %, Läufe 1 50 %"
  })
  void aFolderWhoseNameIsAPatternIsNoOther(String name, String beside) throws IOException {
    Evaluations other = new Evaluations(SPARK, folder.resolve(beside).resolve("t").toString());
    other.write(SampleEvaluations.run("run", 2, 1));
    Evaluations own = new Evaluations(SPARK, folder.resolve(name).resolve("t").toString());
    assertThat(own.evaluations("run")).isEmpty();
    own.write(SampleEvaluations.run("run", 1, 2));

    assertThat(own.evaluations("run")).isEqualTo(SampleEvaluations.run("run", 1, 2));
    assertThat(other.evaluations("run")).isEqualTo(SampleEvaluations.run("run", 2, 1));
  }

  @Test
  void theSchemaIsTheDesigns() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 1, 1));

    assertThat(evaluations.read().schema().toDDL())
        .isEqualTo(
            "run_id STRING,epoch INT,architecture STRING,dataset STRING,"
                + "examples BIGINT,correct BIGINT,"
                + "accuracy DOUBLE,accuracy_low DOUBLE,accuracy_high DOUBLE,loss DOUBLE,"
                + "per_class ARRAY<STRUCT<label: INT, support: BIGINT,"
                + " precision: DOUBLE, recall: DOUBLE, f1: DOUBLE>>,"
                + "confusion ARRAY<ARRAY<BIGINT>>,"
                + "parameters_sha256 STRING,test_sha256 STRING,evaluated_at TIMESTAMP");
  }

  @Test
  void aPlainSparkReaderFindsTheSameColumnsAndValues() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 2, 9));

    Row row =
        SPARK
            .read()
            .parquet(table.toString())
            .where("epoch = 2")
            .selectExpr(
                "run_id",
                "per_class[1].support",
                "confusion[2][0]",
                "unix_micros(evaluated_at)",
                "accuracy_low")
            .head();
    assertThat(row.mkString(" ")).isEqualTo("run 10 1 1795256139123456 0.45");
  }

  /** What readers other than Spark see; timestamps whatever the session's settings are. */
  @Test
  void filesHoldPlainParquetTypes() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 1, 1));

    try (ParquetFileReader reader = footer(1)) {
      assertThat(reader.getFileMetaData().getSchema().toString())
          .contains("optional binary architecture (STRING);")
          .contains("optional int64 evaluated_at (TIMESTAMP(MICROS,true));")
          .contains("optional group per_class (LIST)")
          .doesNotContain("run_id");
    }
  }

  /** Or a reader that has read the old file's footer would look for pages in the wrong place. */
  @Test
  void thePagesOfANewFileLieWhereThoseOfTheOldOneLay() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 1, 0));
    List<String> before = pages(1);
    for (int seed : new int[] {1, 10, 555, 999}) {
      evaluations.write(SampleEvaluations.run("run", 1, seed));
      assertThat(pages(1)).isEqualTo(before);
    }
  }

  @Test
  void replacesRowsOfATableThatWasCopiedWithItsChecksums() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 1, 1));
    FileSystem files = FileSystem.getLocal(new Configuration());
    Path copy = folder.resolve("copy");
    FileUtil.copy(files, hadoop(table), files, hadoop(copy), false, files.getConf());
    assertThat(copy.resolve("run_id=run/epoch=1/.evaluation.parquet.crc")).exists();

    Evaluations copied = new Evaluations(SPARK, copy.toString());
    copied.write(SampleEvaluations.run("run", 1, 2));

    assertThat(copied.evaluations("run")).isEqualTo(SampleEvaluations.run("run", 1, 2));
  }

  @Test
  void refusesTheSameEpochTwiceInOneWrite() {
    assertThatThrownBy(
            () ->
                evaluations.write(
                    List.of(
                        SampleEvaluations.of("run", 4, 1),
                        SampleEvaluations.of("run", 5, 1),
                        SampleEvaluations.of("run", 4, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Two of the evaluations to write are of run_id=run/epoch=4: expected one");
    assertThat(table).doesNotExist();
  }

  @Test
  void aWriterThatFailsLeavesNoStagingFolderAndTheOldRows() throws IOException {
    evaluations.write(SampleEvaluations.run("run", 1, 1));
    Files.createDirectories(table.resolve("run_id=run/epoch=2/evaluation.parquet/in the way"));

    assertThatThrownBy(() -> evaluations.write(List.of(SampleEvaluations.of("run", 2, 1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("epoch=2/evaluation.parquet")
        .hasMessageContaining("write again");

    assertThat(table.toFile().list()).containsExactly("run_id=run");
  }

  private List<String> pages(int epoch) throws IOException {
    try (ParquetFileReader reader = footer(epoch)) {
      return reader.getFooter().getBlocks().get(0).getColumns().stream()
          .map(EvaluationsTest::placeOf)
          .toList();
    }
  }

  private static String placeOf(ColumnChunkMetaData column) {
    return "%s at %d, %d bytes"
        .formatted(column.getPath(), column.getStartingPos(), column.getTotalSize());
  }

  private ParquetFileReader footer(int epoch) throws IOException {
    Path file = table.resolve("run_id=run/epoch=" + epoch + "/evaluation.parquet");
    return ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(file), new Configuration()));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static List<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}

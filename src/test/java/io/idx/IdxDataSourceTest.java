package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

class IdxDataSourceTest {
  private static final int COUNT = 100;
  private static final byte[] IMAGES = IdxBytes.images(COUNT, 5, 7, 1);
  private static final byte[] LABELS = IdxBytes.labels(COUNT, 10);

  private static SparkSession spark;

  @TempDir Path directory;
  private String images;
  private String labels;

  @BeforeAll
  static void startSpark() {
    spark = SparkSessions.shared();
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.counting.impl", CountingFileSystem.class.getName());
  }

  @BeforeEach
  void writeFiles() {
    images = IdxBytes.write(directory, "images", IMAGES);
    labels = IdxBytes.write(directory, "labels", LABELS);
  }

  private Dataset<Row> load() {
    return spark.read().format("idx").option("labels", labels).load(images);
  }

  @Test
  void givesColumnsAndRowsInFileOrder() {
    Dataset<Row> set = load();

    assertThat(set.schema().toDDL())
        .isEqualTo(
            "index BIGINT NOT NULL,label INT NOT NULL,image BINARY NOT NULL,"
                + "rows INT NOT NULL,columns INT NOT NULL");
    List<Row> rows = set.collectAsList();
    assertThat(rows).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      Row row = rows.get(i);
      assertThat(row.getLong(0)).isEqualTo(i);
      assertThat(row.getInt(1)).isEqualTo(i % 10);
      assertThat((byte[]) row.get(2)).isEqualTo(IdxBytes.item(IMAGES, i));
      assertThat(row.getInt(3)).isEqualTo(5);
      assertThat(row.getInt(4)).isEqualTo(7);
    }
  }

  /** Spark's own sources take such a path for a pattern. */
  @Test
  void readsThePathLiterally() throws IOException {
    Path pattern = Files.createDirectory(directory.resolve("{images,labels}[1]*"));
    String literal = IdxBytes.write(pattern, "images", IdxBytes.images(3, 2, 2, 1));

    assertThat(spark.read().format("idx").load(literal).count()).isEqualTo(3);
  }

  @Test
  void hasNoLabelColumnWithoutLabels() {
    assertThat(spark.read().format("idx").load(images).columns())
        .containsExactly("index", "image", "rows", "columns");
  }

  @Test
  void givesColumnsInTheOrderAskedFor() {
    Row row = load().select("image", "label", "index").where("index = 42").head();

    assertThat((byte[]) row.get(0)).isEqualTo(IdxBytes.item(IMAGES, 42));
    assertThat(row.getInt(1)).isEqualTo(2);
    assertThat(row.getLong(2)).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "7, 15", "99, 2", "100, 1", "9223372036854775807, 1"})
  void splitsByRowsPerPartition(long rowsPerPartition, int partitions) {
    Dataset<Row> set =
        spark
            .read()
            .format("idx")
            .option("labels", labels)
            .option("rowsPerPartition", rowsPerPartition)
            .load(images);

    assertThat(set.rdd().getNumPartitions()).isEqualTo(partitions);
    assertThat(set.select("index").as(Encoders.LONG()).collectAsList())
        .containsExactlyElementsOf(LongStream.range(0, COUNT).boxed().toList());
  }

  @Test
  void readsAGzipInOneTaskWhateverRowsPerPartition() {
    String gzip = IdxBytes.write(directory, "images.gz", IdxBytes.gzip(IMAGES));

    Dataset<Row> set =
        spark
            .read()
            .format("idx")
            .option("labels", labels)
            .option("rowsPerPartition", 10)
            .load(gzip);

    assertThat(set.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(set.select("label").rdd().getNumPartitions())
        .as("the labels are not gzipped")
        .isEqualTo(10);
    assertThat(set.except(load()).isEmpty()).isTrue();
  }

  @Test
  void labelsAloneNeverTouchTheImages() {
    String name = "images-never-touched";
    IdxBytes.write(directory, name, IMAGES);
    Dataset<Row> set = counting(name, "labels", 10);
    assertThat(CountingFileSystem.opened(name)).as("the header, on the driver").isEqualTo(1);

    assertThat(set.select("index", "label", "rows").collectAsList()).hasSize(COUNT);

    assertThat(CountingFileSystem.opened(name)).isEqualTo(1);
  }

  @Test
  void countingRowsReadsNeitherFile() {
    IdxBytes.write(directory, "images-counted", IMAGES);
    IdxBytes.write(directory, "labels-counted", LABELS);
    Dataset<Row> set = counting("images-counted", "labels-counted", 10);

    assertThat(set.count()).isEqualTo(COUNT);

    assertThat(CountingFileSystem.opened("images-counted")).isEqualTo(1);
    assertThat(CountingFileSystem.opened("labels-counted")).isEqualTo(1);
  }

  @Test
  void readsAGzipOnce() {
    IdxBytes.write(directory, "images-once.gz", IdxBytes.gzip(IMAGES));
    Dataset<Row> set = counting("images-once.gz", "labels", 10);
    assertThat(CountingFileSystem.opened("images-once.gz")).isEqualTo(1);

    assertThat(set.collectAsList()).hasSize(COUNT);

    assertThat(CountingFileSystem.opened("images-once.gz")).isEqualTo(2);
  }

  @Test
  void tasksReadTheirOwnRangesOnly() {
    byte[] large = IdxBytes.images(500, 100, 100, 2);
    IdxBytes.write(directory, "images-large", large);
    Dataset<Row> set =
        spark
            .read()
            .format("idx")
            .option("rowsPerPartition", 100)
            .load("counting://" + directory.resolve("images-large"));
    long before = CountingFileSystem.bytesRead();

    assertThat(set.select("image").collectAsList()).hasSize(500);

    long buffers = 5L * 2 * (1 << 16);
    assertThat(CountingFileSystem.bytesRead() - before)
        .isBetween((long) large.length - 16, large.length + buffers);
  }

  @Test
  void sendsTasksToTheHostsOfTheirBytes() {
    IdxTable table = (IdxTable) table("counting://" + images, "counting://" + labels);

    // 25 images of 35 bytes a task: bytes 16 to 891, 891 to 1766, … of blocks of 1,000.
    assertThat(hosts(table, IdxColumns.LABELLED_IMAGES))
        .containsExactly(
            List.of("host0"),
            List.of("host1", "host0"),
            List.of("host2", "host1"),
            List.of("host3", "host2"));
    assertThat(hosts(table, new StructType().add("index", "long"))).containsOnly(List.of());
  }

  @Test
  void namesNoHostOnALocalDisk() {
    assertThat(hosts((IdxTable) table(images, labels), IdxColumns.LABELLED_IMAGES))
        .containsOnly(List.of());
  }

  @Test
  void readsOnlyTheFirstRowsUnderALimit() {
    byte[] whole = IdxBytes.gzip(IdxBytes.images(5_000, 28, 28, 3));
    String gzip = IdxBytes.write(directory, "cut.gz", Arrays.copyOf(whole, whole.length / 2));

    Dataset<Row> first = spark.read().format("idx").load(gzip).limit(10);

    assertThat(first.queryExecution().executedPlan().toString()).contains("first 10 rows of");
    assertThat(first.rdd().count()).as("the damage lies behind them").isEqualTo(10);
  }

  @Test
  void tellsThePlannerItsSize() {
    Dataset<Row> set = load();

    assertThat(stats(set).rowCount().get().toLong()).isEqualTo(COUNT);
    assertThat(stats(set).sizeInBytes().toLong()).isEqualTo(COUNT * (16 + 5 * 8 + 35));
    assertThat(stats(set.select("label")).sizeInBytes().toLong()).isLessThan(COUNT * 30);
  }

  @Test
  void recognisesWhatIsCached() {
    Dataset<Row> cached = load().persist(StorageLevel.MEMORY_ONLY());
    try {
      assertThat(load().queryExecution().executedPlan().toString()).contains("InMemoryTableScan");
    } finally {
      cached.unpersist();
    }
  }

  @Test
  void isAViewInSql() {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW digits USING idx OPTIONS (path '%s', labels '%s')"
            .formatted(images, labels));

    assertThat(spark.sql("SELECT count(*) FROM digits").head().getLong(0)).isEqualTo(COUNT);
    assertThat(spark.sql("SELECT label FROM digits WHERE index = 37").head().getInt(0))
        .isEqualTo(7);
    Row row = spark.sql("SELECT image, index FROM digits WHERE label = 9 LIMIT 1").head();
    assertThat((byte[]) row.get(0)).isEqualTo(IdxBytes.item(IMAGES, (int) row.getLong(1)));
  }

  @Test
  void isATableInSql() {
    spark.sql(
        "CREATE TABLE digit_table USING idx OPTIONS (path '%s', labels '%s')"
            .formatted(images, labels));
    try {
      assertThat(spark.sql("SELECT sum(label) FROM digit_table").head().getLong(0)).isEqualTo(450);
    } finally {
      spark.sql("DROP TABLE digit_table");
    }
    assertThat(Path.of(images)).as("only the table is dropped").exists();
  }

  @Test
  void takesHadoopSettingsAsOptions() {
    Dataset<Row> set =
        spark
            .read()
            .format("idx")
            .option("fs.other.impl", OtherFileSystem.class.getName())
            .load("other://" + images);

    assertThat(set.collectAsList()).hasSize(COUNT);
  }

  @Test
  void takesNoSchemaFromOutside() {
    assertThatThrownBy(
            () -> spark.read().schema("index BIGINT").format("idx").load(images).collect())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("source does not support user-specified schema");
  }

  @Test
  void isNotWrittenTo() {
    assertThatThrownBy(() -> load().write().format("idx").mode("append").save(images))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("io.idx.IdxDataSource does not allow create table as select.");
    assertThat(Path.of(images)).hasBinaryContent(IMAGES);
  }

  @Test
  void readsNamesThatNeedEscaping() throws Exception {
    Path odd = Files.createDirectory(directory.resolve("a b%20ü[1]"));
    String path = IdxBytes.write(odd, "images {x}*", IMAGES);

    assertThat(spark.read().format("idx").load(path).collectAsList()).hasSize(COUNT);
  }

  /** Another scheme for the local disk, known to one read alone. */
  public static final class OtherFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("other:///");
    }
  }

  private Dataset<Row> counting(String imageName, String labelName, int rowsPerPartition) {
    return spark
        .read()
        .format("idx")
        .option("labels", "counting://" + directory.resolve(labelName))
        .option("rowsPerPartition", rowsPerPartition)
        .load("counting://" + directory.resolve(imageName));
  }

  private static Table table(String images, String labels) {
    return new IdxDataSource()
        .getTable(null, null, Map.of("path", images, "labels", labels, "rowsPerPartition", "25"));
  }

  private static List<List<String>> hosts(IdxTable table, StructType columns) {
    return Arrays.stream(new IdxScan(table, columns, COUNT).planInputPartitions())
        .map(partition -> List.of(partition.preferredLocations()))
        .toList();
  }

  private static Statistics stats(Dataset<Row> set) {
    return set.queryExecution().optimizedPlan().stats();
  }
}

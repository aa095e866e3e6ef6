package io;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet table of one row and one file for each key, at {@code KEY=VALUE/KEY=VALUE/FILE}.
 *
 * <p>A row is replaced by moving one file over another, so that readers see the old row or the new
 * one, and of writers at once the last wins for each row. (Spark's own overwriting of partitions
 * deletes the folder before it renames the new one, and two at once can leave one folder inside the
 * other: docs/decisions/0001-evaluation-table-by-file-replacement.md.) What {@link FileReplacement}
 * says of object stores holds here too. What a killed writer left is deleted at the next writing,
 * as {@link Staging} says.
 *
 * <p>Safe for use by several threads.
 */
final class RowTable {
  /** Spark's own {@code DataSource.GLOB_PATHS_KEY}: whether a path is a pattern. */
  private static final String GLOB_PATHS = "__globPaths__";

  private final SparkSession session;
  private final SparkSession typed;
  private final Path table;
  private final FileSystem files;
  private final Shape shape;

  /**
   * What the rows of a table are.
   *
   * @param schema with the keys, whose values are names that a folder can have as they are
   * @param keys the columns that tell one row from another, in the order of the folders
   * @param file the name of each row's file
   * @param plural what the rows are called in messages
   */
  record Shape(StructType schema, List<String> keys, String file, String plural) {
    Shape {
      keys = List.copyOf(keys);
    }
  }

  /**
   * The table in a folder.
   *
   * @param table the folder of the table, on any file system that Hadoop knows; need not exist
   */
  RowTable(SparkSession session, String table, Shape shape) throws IOException {
    this.session = session;
    this.typed = typedSession(session);
    Path folder = new Path(table);
    this.files = folder.getFileSystem(session.sparkContext().hadoopConfiguration());
    this.table = files.makeQualified(folder);
    this.shape = shape;
  }

  /** A session with SQL settings of its own, so that the caller's do not shape the files. */
  private static SparkSession typedSession(SparkSession session) {
    SparkSession typed = session.newSession();
    typed.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    typed.conf().set("spark.sql.datetime.java8API.enabled", true);
    typed.conf().set("spark.sql.debug.maxToStringFields", 100); // or it warns of its own plans
    return typed;
  }

  /**
   * Writes the rows in one Spark job, then puts each in the place of the old one of its keys. If it
   * fails, each is the old one or the new one, and writing again mends the rest.
   *
   * @throws IOException if the table cannot be written, naming it
   * @throws IllegalArgumentException if two rows have the same keys
   */
  void write(List<Row> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    requireDistinct(rows);
    try (Staging staging = Staging.begin(files, table)) {
      stage(rows, staging.rows());
      for (Row row : rows) {
        replace(folder(staging.rows(), row), folder(table, row));
      }
    }
  }

  /** Where it lies, qualified with its file system. */
  String path() {
    return table.toString();
  }

  /**
   * The row of these keys, without a look at any other; empty if there is none. Its schema must be
   * one that {@link RowFile} reads.
   *
   * @throws RunException if it cannot be read
   */
  Optional<Row> row(List<String> keys) throws IOException {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      named.put(shape.keys.get(i), keys.get(i));
    }
    Path file = new Path(folder(table, named::get), shape.file);
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RowFile.read(files, file, shape.schema, named));
    } catch (IOException | RuntimeException e) { // Parquet's own of what is damaged
      throw new RunException(
          "%s cannot be read: %s. It was damaged or edited: restore it, or delete it: it is written again by the command that wrote it"
              .formatted(file, rootCause(e)),
          e);
    }
  }

  /** All rows, in no order; none if nothing has been written yet. */
  Dataset<Row> read() throws IOException {
    return read(session);
  }

  /** As {@link #read}, with every timestamp an {@link java.time.Instant}. */
  Dataset<Row> readTyped() throws IOException {
    return read(typed);
  }

  private Dataset<Row> read(SparkSession reader) throws IOException {
    if (!files.exists(table)) {
      return reader.createDataFrame(List.of(), shape.schema);
    }
    return reader
        .read()
        .schema(shape.schema)
        .option(GLOB_PATHS, false)
        .parquet(table.toString())
        .select(columns(shape.schema.fieldNames()));
  }

  private static Column[] columns(String[] names) {
    return Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
  }

  /**
   * One file for each row. Spark reads a file's footer and then opens it again by its path, so the
   * pages of a new file should lie where those of the old one lay: hence nothing that varies in
   * length with the numbers (compression, dictionaries, page checksums).
   */
  private void stage(List<Row> rows, Path folder) throws IOException {
    try {
      writeParquet(rows, folder);
    } catch (Exception e) { // Scala's code declares none of those that it throws
      throw new IOException(
          "Cannot write %d %s to %s: %s. All rows there are as they were. Check rights and space there, then write again"
              .formatted(rows.size(), shape.plural, table, rootCause(e)),
          e);
    }
  }

  /** Spark wraps what happened in how many tasks it happened in. */
  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private void writeParquet(List<Row> rows, Path folder) {
    DataFrameWriter<Row> writer = writer(rows);
    if (PlainFiles.isLocal(folder)) {
      writer.option("fs.file.impl", UmaskFileSystem.class.getName());
      writer.option("fs.file.impl.disable.cache", true); // else Hadoop gives the one that it has
    }
    writer.parquet(folder.toString());
  }

  private DataFrameWriter<Row> writer(List<Row> rows) {
    return typed
        .createDataFrame(rows, shape.schema)
        .coalesce(1)
        .write()
        .partitionBy(shape.keys.toArray(String[]::new))
        .option("compression", "uncompressed")
        .option("parquet.enable.dictionary", false)
        .option("parquet.page.write-checksum.enabled", false);
  }

  /** The file is copied before it is moved: Spark waits for no disk. */
  private void replace(Path staged, Path place) throws IOException {
    Path file = onlyFile(staged);
    Path copy = new Path(staged, shape.file);
    WholeFiles whole = new WholeFiles(files);
    whole.writeAnew(copy, whole.readBytes(file, files.getFileStatus(file).getLen()));
    FileReplacement.move(files, copy, new Path(place, shape.file));
  }

  private Path onlyFile(Path folder) throws IOException {
    FileStatus[] parts = files.listStatus(folder, path -> path.getName().startsWith("part-"));
    if (parts.length != 1) {
      throw new IOException(
          "Spark left the wrong number of files for a row in %s: expected 1, found %d. Nothing of this row was replaced; write again"
              .formatted(folder, parts.length));
    }
    return parts[0].getPath();
  }

  private Path folder(Path root, Row row) {
    return folder(root, key -> row.get(shape.schema.fieldIndex(key)));
  }

  private Path folder(Path root, Function<String, Object> valueOf) {
    Path folder = root;
    for (String key : shape.keys) {
      folder = new Path(folder, key + "=" + valueOf.apply(key));
    }
    return folder;
  }

  private void requireDistinct(List<Row> rows) {
    Set<Path> places = new HashSet<>();
    for (Row row : rows) {
      if (!places.add(folder(new Path("/"), row))) {
        throw new IllegalArgumentException(
            "Two of the %s to write are of %s: expected one"
                .formatted(shape.plural, folder(new Path("/"), row).toString().substring(1)));
      }
    }
  }
}

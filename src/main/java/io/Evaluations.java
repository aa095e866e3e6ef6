package io;

import static java.util.stream.Collectors.toCollection;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The table of evaluations: Parquet, one row and one file for each epoch of a run, at {@code
 * run_id=RUN/epoch=N/evaluation.parquet}.
 *
 * <p>Writing an epoch again replaces its row, be it of the same test set or of another: keep a
 * table for each test set if both are wanted. A row is replaced by moving one file over another, so
 * that readers see the old row or the new one, and of writers at once the last wins for each epoch.
 * (Spark's own overwriting of partitions deletes the folder before it renames the new one, and two
 * at once can leave one folder inside the other:
 * docs/decisions/0001-evaluation-table-by-file-replacement.md.) What {@link FileReplacement} says
 * of object stores holds here too. What a killed writer left is deleted at the next writing, as
 * {@link Staging} says.
 *
 * <p>Others read it with {@code spark.read().parquet(table)}; they should state that {@code run_id}
 * is a string, as {@link #read} does, for Spark guesses a number from the folder of a run named
 * 007.
 *
 * <p>Safe for use by several threads.
 */
public final class Evaluations {
  /** What the table of a folder of runs is called there, if nobody chose another. */
  public static final String DEFAULT_NAME = "evaluations.parquet";

  private static final String FILE = "evaluation.parquet";

  /** Spark's own {@code DataSource.GLOB_PATHS_KEY}: whether a path is a pattern. */
  private static final String GLOB_PATHS = "__globPaths__";

  private final SparkSession session;
  private final SparkSession typed;
  private final Path table;
  private final FileSystem files;

  /**
   * The table in a folder.
   *
   * @param table the folder of the table, on any file system that Hadoop knows; need not exist
   */
  public Evaluations(SparkSession session, String table) throws IOException {
    this.session = session;
    this.typed = typedSession(session);
    Path folder = new Path(table);
    this.files = folder.getFileSystem(session.sparkContext().hadoopConfiguration());
    this.table = files.makeQualified(folder);
  }

  /** A session with SQL settings of its own, so that the caller's do not shape the files. */
  private static SparkSession typedSession(SparkSession session) {
    SparkSession typed = session.newSession();
    typed.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    typed.conf().set("spark.sql.datetime.java8API.enabled", true);
    return typed;
  }

  /**
   * Writes the evaluations in one Spark job, then puts each in the place of its epoch's old one. If
   * it fails, each epoch has either its old row or its new one, and writing again mends the rest.
   *
   * @throws IOException if the table cannot be written, naming it
   * @throws IllegalArgumentException if an epoch of a run occurs twice
   */
  public void write(List<Evaluation> evaluations) throws IOException {
    if (evaluations.isEmpty()) {
      return;
    }
    requireDistinct(evaluations);
    try (Staging staging = Staging.begin(files, table)) {
      stage(evaluations, staging.rows());
      for (Evaluation evaluation : evaluations) {
        replace(epochFolder(staging.rows(), evaluation), epochFolder(table, evaluation));
      }
    }
  }

  /**
   * All rows, with {@code run_id} as string; none if nothing has been written yet. Rows come in no
   * order.
   */
  public Dataset<Row> read() throws IOException {
    return read(session);
  }

  /** This run's rows, by epoch. */
  public List<Evaluation> evaluations(String runId) throws IOException {
    return read(typed).where(col(EvaluationRows.RUN_ID).equalTo(runId)).collectAsList().stream()
        .map(EvaluationRows::evaluation)
        .sorted(Comparator.comparingInt(Evaluation::epoch))
        .toList();
  }

  /**
   * Which of these epochs the table holds already: for this test set, and for these very
   * parameters. An epoch that was trained anew, or scored on other examples, is not among them.
   *
   * @param parametersSha256 of each epoch of the run that may be scored
   */
  public SortedSet<Integer> epochs(
      String runId, Map<Integer, String> parametersSha256, String testSha256) throws IOException {
    return read(typed)
        .where(col(EvaluationRows.RUN_ID).equalTo(runId))
        .where(col(EvaluationRows.TEST_SHA256).equalTo(testSha256))
        .select(EvaluationRows.EPOCH, EvaluationRows.PARAMETERS_SHA256)
        .collectAsList()
        .stream()
        .filter(row -> Objects.equals(parametersSha256.get(row.getInt(0)), row.getString(1)))
        .map(row -> row.getInt(0))
        .collect(toCollection(TreeSet::new));
  }

  private Dataset<Row> read(SparkSession reader) throws IOException {
    if (!files.exists(table)) {
      return reader.createDataFrame(List.of(), EvaluationRows.SCHEMA);
    }
    return reader
        .read()
        .schema(EvaluationRows.SCHEMA)
        .option(GLOB_PATHS, false)
        .parquet(table.toString())
        .select(columns(EvaluationRows.SCHEMA.fieldNames()));
  }

  private static Column[] columns(String[] names) {
    return Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
  }

  /**
   * One file for each epoch. Spark reads a file's footer and then opens it again by its path, so
   * the pages of a new file should lie where those of the old one lay: hence nothing that varies in
   * length with the numbers (compression, dictionaries, page checksums).
   */
  private void stage(List<Evaluation> evaluations, Path folder) throws IOException {
    try {
      writeParquet(evaluations, folder);
    } catch (Exception e) { // Scala's code declares none of those that it throws
      throw new IOException(
          "Cannot write %d evaluations to %s: %s. All rows there are as they were. Check rights and space there, then write again"
              .formatted(evaluations.size(), table, rootCause(e)),
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

  private void writeParquet(List<Evaluation> evaluations, Path folder) {
    DataFrameWriter<Row> rows = rows(evaluations);
    if (PlainFiles.isLocal(folder)) {
      rows.option("fs.file.impl", UmaskFileSystem.class.getName());
      rows.option("fs.file.impl.disable.cache", true); // else Hadoop gives the one that it has
    }
    rows.parquet(folder.toString());
  }

  private DataFrameWriter<Row> rows(List<Evaluation> evaluations) {
    return typed
        .createDataFrame(
            evaluations.stream().map(EvaluationRows::of).toList(), EvaluationRows.SCHEMA)
        .coalesce(1)
        .write()
        .partitionBy(EvaluationRows.RUN_ID, EvaluationRows.EPOCH)
        .option("compression", "uncompressed")
        .option("parquet.enable.dictionary", false)
        .option("parquet.page.write-checksum.enabled", false);
  }

  /** The file is copied before it is moved: Spark waits for no disk. */
  private void replace(Path staged, Path epoch) throws IOException {
    Path file = onlyFile(staged);
    Path copy = new Path(staged, FILE);
    WholeFiles whole = new WholeFiles(files);
    whole.writeAnew(copy, whole.readBytes(file, files.getFileStatus(file).getLen()));
    FileReplacement.move(files, copy, new Path(epoch, FILE));
  }

  private Path onlyFile(Path folder) throws IOException {
    FileStatus[] parts = files.listStatus(folder, path -> path.getName().startsWith("part-"));
    if (parts.length != 1) {
      throw new IOException(
          "Spark left the wrong number of files for an epoch in %s: expected 1, found %d. Nothing of this epoch was replaced; write again"
              .formatted(folder, parts.length));
    }
    return parts[0].getPath();
  }

  private static Path epochFolder(Path root, Evaluation evaluation) {
    Path run = new Path(root, EvaluationRows.RUN_ID + "=" + evaluation.runId());
    return new Path(run, EvaluationRows.EPOCH + "=" + evaluation.epoch());
  }

  private static void requireDistinct(List<Evaluation> evaluations) {
    Set<Path> places = new HashSet<>();
    for (Evaluation evaluation : evaluations) {
      if (!places.add(epochFolder(new Path("/"), evaluation))) {
        throw new IllegalArgumentException(
            "Epoch %d of run %s occurs twice among the evaluations to write: expected once"
                .formatted(evaluation.epoch(), evaluation.runId()));
      }
    }
  }
}

package io;

import static java.util.stream.Collectors.toCollection;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The table of evaluations: a {@link RowTable} of one row for each epoch of a run, at {@code
 * run_id=RUN/epoch=N/evaluation.parquet}.
 *
 * <p>Writing an epoch again replaces its row, be it of the same test set or of another: keep a
 * table for each test set if both are wanted.
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

  private final RowTable table;

  /**
   * The table in a folder.
   *
   * @param table the folder of the table, on any file system that Hadoop knows; need not exist
   */
  public Evaluations(SparkSession session, String table) throws IOException {
    this.table =
        new RowTable(
            session,
            table,
            new RowTable.Shape(
                EvaluationRows.SCHEMA,
                List.of(EvaluationRows.RUN_ID, EvaluationRows.EPOCH),
                "evaluation.parquet",
                "evaluations"));
  }

  /**
   * Writes the evaluations in one Spark job, then puts each in the place of its epoch's old one. If
   * it fails, each epoch has either its old row or its new one, and writing again mends the rest.
   *
   * @throws IOException if the table cannot be written, naming it
   * @throws IllegalArgumentException if an epoch of a run occurs twice
   */
  public void write(List<Evaluation> evaluations) throws IOException {
    table.write(evaluations.stream().map(EvaluationRows::of).toList());
  }

  /**
   * All rows, with {@code run_id} as string; none if nothing has been written yet. Rows come in no
   * order.
   */
  public Dataset<Row> read() throws IOException {
    return table.read();
  }

  /** This run's rows, by epoch. */
  public List<Evaluation> evaluations(String runId) throws IOException {
    return table
        .readTyped()
        .where(col(EvaluationRows.RUN_ID).equalTo(runId))
        .collectAsList()
        .stream()
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
    return table
        .readTyped()
        .where(col(EvaluationRows.RUN_ID).equalTo(runId))
        .where(col(EvaluationRows.TEST_SHA256).equalTo(testSha256))
        .select(EvaluationRows.EPOCH, EvaluationRows.PARAMETERS_SHA256)
        .collectAsList()
        .stream()
        .filter(row -> Objects.equals(parametersSha256.get(row.getInt(0)), row.getString(1)))
        .map(row -> row.getInt(0))
        .collect(toCollection(TreeSet::new));
  }
}

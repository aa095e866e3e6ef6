package io;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The table of decisions: a {@link RowTable} of one row for each night of a model, at {@code
 * name=NAME/date=DATE/decision.parquet}. A night that is played again replaces its row.
 *
 * <p>Safe for use by several threads.
 */
public final class Decisions {
  /** What the table of a folder of models is called there. */
  public static final String DEFAULT_NAME = "decisions.parquet";

  private final RowTable table;

  /**
   * The table in a folder.
   *
   * @param table the folder of the table, on any file system that Hadoop knows; need not exist
   */
  public Decisions(SparkSession session, String table) throws IOException {
    this.table =
        new RowTable(
            session,
            table,
            new RowTable.Shape(
                DecisionRows.SCHEMA,
                List.of(DecisionRows.NAME, DecisionRows.DATE),
                "decision.parquet",
                "decisions"));
  }

  /**
   * Writes a night's row, or replaces it.
   *
   * @throws IOException if the table cannot be written, naming it
   */
  public void write(DecisionRecord decision) throws IOException {
    table.write(List.of(DecisionRows.of(decision)));
  }

  /** All rows, in no order; none if nothing has been written yet. */
  public Dataset<Row> read() throws IOException {
    return table.read();
  }

  /**
   * A model's rows, by date.
   *
   * @throws RunException if one cannot be read
   */
  public List<DecisionRecord> of(String name) {
    try {
      return table.readTyped().where(col(DecisionRows.NAME).equalTo(name)).collectAsList().stream()
          .map(DecisionRows::decision)
          .sorted(Comparator.comparing(DecisionRecord::date))
          .toList();
    } catch (Exception e) { // Scala's code declares none of those that it throws
      throw new RunException(
          "The decisions on %s in %s cannot be read: %s. A row was damaged or edited: restore it, or delete its file; that of a night with a version is written again"
              .formatted(name, table.path(), RowTable.rootCause(e)),
          e);
    }
  }
}

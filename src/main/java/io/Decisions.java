package io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
   * The row of a night; empty if there is none.
   *
   * @throws RunException if it cannot be read
   */
  public Optional<DecisionRecord> on(String date, String name) throws IOException {
    return table.row(List.of(name, date)).map(DecisionRows::decision);
  }
}

package io.idx;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Collects what a query needs of a table: columns, and the first rows only. */
final class IdxScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownLimit {
  private final IdxTable table;
  private StructType columns;
  private long rows;

  IdxScanBuilder(IdxTable table) {
    this.table = table;
    this.columns = IdxTable.schema(table.options());
    this.rows = table.images().header().count();
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  /** The first rows of the file are as good as any: Spark promises no others. */
  @Override
  public boolean pushLimit(int limit) {
    rows = Math.min(rows, limit);
    return true;
  }

  @Override
  public boolean isPartiallyPushed() {
    return false;
  }

  @Override
  public Scan build() {
    return new IdxScan(table, columns, rows);
  }
}

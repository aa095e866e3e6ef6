package io.idx;

import java.util.Arrays;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.PrunedScan;
import org.apache.spark.sql.types.StructType;

/** The data source under the name of a table or view in SQL; reads only the columns asked for. */
final class IdxRelation extends BaseRelation implements PrunedScan {
  private final Dataset<Row> images;

  IdxRelation(Dataset<Row> images) {
    this.images = images;
  }

  @Override
  public SQLContext sqlContext() {
    return images.sqlContext();
  }

  @Override
  public StructType schema() {
    return images.schema();
  }

  @Override
  public RDD<Row> buildScan(String[] columns) {
    return images.select(Arrays.stream(columns).map(images::col).toArray(Column[]::new)).rdd();
  }
}

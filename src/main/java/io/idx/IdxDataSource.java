package io.idx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.collection.JavaConverters;

/**
 * The Spark data source {@code idx}: {@code spark.read().format("idx").option("labels",
 * LABELS).load(IMAGES)} gives the columns of {@link IdxColumns}, a row an image, in file order.
 * Options: {@link IdxOptions}.
 *
 * <p>{@code load} reads the two headers; tasks read their own ranges of both files, through
 * Hadoop's file systems. Only the files that a query's columns need are read: counting rows reads
 * neither, the labels alone never touch the images. A gzip is read by one task, once.
 *
 * <p>What is wrong with the bytes is an {@link IdxException}, what is wrong with the options an
 * {@link IllegalArgumentException} that names them all.
 */
public final class IdxDataSource implements TableProvider, DataSourceRegister, RelationProvider {
  /** What {@code format} is given. */
  public static final String FORMAT = "idx";

  @Override
  public String shortName() {
    return FORMAT;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return IdxTable.schema(IdxOptions.parse(options));
  }

  /** Reads the headers and checks what they and the files' lengths tell. */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    try {
      return IdxTable.open(IdxOptions.parse(new CaseInsensitiveStringMap(properties)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * For SQL's {@code CREATE TABLE … USING idx}, which Spark 3 gives to sources of its first API.
   */
  @Override
  public BaseRelation createRelation(
      SQLContext context, scala.collection.immutable.Map<String, String> options) {
    return new IdxRelation(
        context
            .sparkSession()
            .read()
            .format(FORMAT)
            .options(JavaConverters.mapAsJavaMapConverter(options).asJava())
            .load());
  }
}

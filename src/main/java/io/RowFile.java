package io;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet file of one flat row, read as it is: for who needs a few of a table's rows, a query of
 * Spark's would plan, compile and look at all of them.
 */
final class RowFile {
  private RowFile() {}

  /**
   * The row of a file.
   *
   * @param schema of columns of {@code STRING}, {@code BIGINT}, {@code DOUBLE} and {@code
   *     TIMESTAMP}, which comes back as an {@link Instant}
   * @param keys the columns that the file does not have, for its folders tell them
   * @throws IOException if it is no such file
   */
  static Row read(FileSystem files, Path file, StructType schema, Map<String, String> keys)
      throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), files.makeQualified(file))
            .withConf(files.getConf())
            .build()) {
      Group row = reader.read();
      if (row == null) {
        throw new IOException("%s: expected one row, found none".formatted(file));
      }
      if (reader.read() != null) {
        throw new IOException("%s: expected one row, found more".formatted(file));
      }
      Object[] values = new Object[schema.size()];
      for (int i = 0; i < values.length; i++) {
        StructField field = schema.apply(i);
        values[i] = keys.containsKey(field.name()) ? keys.get(field.name()) : value(row, field);
      }
      return new GenericRowWithSchema(values, schema);
    }
  }

  /** Null if the file has none of that column. */
  private static Object value(Group row, StructField field) {
    String name = field.name();
    DataType type = field.dataType();
    if (!row.getType().containsField(name) || row.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    if (type.equals(DataTypes.StringType)) {
      return row.getString(name, 0);
    }
    if (type.equals(DataTypes.LongType)) {
      return row.getLong(name, 0);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return row.getDouble(name, 0);
    }
    if (type.equals(DataTypes.TimestampType) && isInMicroseconds(row.getType().getType(name))) {
      return Instant.EPOCH.plus(row.getLong(name, 0), ChronoUnit.MICROS);
    }
    throw new IllegalArgumentException(
        "column %s: expected a %s, found %s".formatted(name, type.sql(), row.getType()));
  }

  private static boolean isInMicroseconds(Type column) {
    return column.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == LogicalTypeAnnotation.TimeUnit.MICROS;
  }
}

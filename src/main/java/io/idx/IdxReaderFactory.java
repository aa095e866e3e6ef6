package io.idx;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every task of a read is sent.
 *
 * @param columns the columns to read, in order
 * @param shape the image file's header, for the columns that need no more of it
 * @param images the image file; null if no column needs its pixels
 * @param labels the label file; null if no column needs it
 * @param classes labels are below this
 */
record IdxReaderFactory(
    SerializableConfiguration hadoop,
    List<String> columns,
    IdxHeader shape,
    IdxFile images,
    IdxFile labels,
    int classes)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new IdxPartitionReader(this, (IdxRange) partition);
  }
}

package io.idx;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads one range of rows from the files that its columns need. For one thread. */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
  private final IdxReaderFactory read;
  private final IdxRange range;
  private final byte[] label = new byte[1];
  private IdxItems images;
  private IdxItems labels;
  private long index;
  private InternalRow row;

  IdxPartitionReader(IdxReaderFactory read, IdxRange range) {
    this.read = read;
    this.range = range;
    this.index = range.start() - 1;
  }

  @Override
  public boolean next() throws IOException {
    if (index + 1 == range.end()) {
      return false;
    }
    if (row == null) {
      open();
    }
    index++;
    Object[] values = new Object[read.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(read.columns().get(i));
    }
    row = new GenericInternalRow(values);
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    try {
      if (images != null) {
        images.close();
      }
    } finally {
      if (labels != null) {
        labels.close();
      }
    }
  }

  private void open() throws IOException {
    if (read.images() != null) {
      images = IdxItems.open(read.hadoop().value(), read.images(), range.start());
    }
    if (read.labels() != null) {
      labels = IdxItems.open(read.hadoop().value(), read.labels(), range.start());
    }
  }

  private Object value(String column) throws IOException {
    return switch (column) {
      case IdxColumns.INDEX -> index;
      case IdxColumns.LABEL -> nextLabel();
      case IdxColumns.IMAGE -> nextImage();
      case IdxColumns.ROWS -> read.shape().rows();
      case IdxColumns.COLUMNS -> read.shape().columns();
      default -> throw new IllegalStateException("No such column: " + column);
    };
  }

  private byte[] nextImage() throws IOException {
    byte[] image = new byte[read.shape().itemBytes()];
    images.next(image);
    return image;
  }

  private int nextLabel() throws IOException {
    labels.next(label);
    int value = Byte.toUnsignedInt(label[0]);
    if (value >= read.classes()) {
      throw IdxException.label(read.labels().path(), labels.lastOffset(), read.classes(), value);
    }
    return value;
  }
}

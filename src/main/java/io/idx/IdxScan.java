package io.idx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The read of some columns of a table's first rows.
 *
 * @param table what is read
 * @param readSchema the columns, in the order that Spark wants them
 * @param rows how many, from the first
 */
record IdxScan(IdxTable table, StructType readSchema, long rows)
    implements Scan, Batch, SupportsReportStatistics {

  @Override
  public String description() {
    return "idx %s, first %d rows of %s"
        .formatted(Arrays.toString(readSchema.fieldNames()), rows, table.images().path());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  /** Ranges of equal size, the last one smaller; one range if a file to be read is a gzip. */
  @Override
  public InputPartition[] planInputPartitions() {
    List<IdxFile> files = new ArrayList<>();
    labelsToRead().ifPresent(files::add);
    imagesToRead().ifPresent(files::add);
    boolean gzip = files.stream().anyMatch(IdxFile::gzip);
    long step = gzip ? rows : table.options().rowsPerPartition(table.images().header());
    try {
      // The last is the larger one if there are two: tasks go to where its blocks are.
      IdxBlocks blocks =
          files.isEmpty()
              ? IdxBlocks.NONE
              : IdxBlocks.of(table.options().configuration(), files.get(files.size() - 1));
      List<InputPartition> partitions = new ArrayList<>();
      for (long start = 0; start < rows; start += step) {
        long end = Math.min(rows, start + step);
        partitions.add(new IdxRange(start, end, blocks.hosts(start, end)));
      }
      return partitions.toArray(InputPartition[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new IdxReaderFactory(
        new SerializableConfiguration(table.options().configuration()),
        List.of(readSchema.fieldNames()),
        table.images().header(),
        imagesToRead().orElse(null),
        labelsToRead().orElse(null),
        table.options().classes());
  }

  @Override
  public Statistics estimateStatistics() {
    return new RowStatistics(rows, rows * rowBytes());
  }

  private Optional<IdxFile> imagesToRead() {
    return reads(IdxColumns.IMAGE) ? Optional.of(table.images()) : Optional.empty();
  }

  private Optional<IdxFile> labelsToRead() {
    return reads(IdxColumns.LABEL) ? table.labels() : Optional.empty();
  }

  private boolean reads(String column) {
    return List.of(readSchema.fieldNames()).contains(column);
  }

  /** The bytes of a row in Spark's own layout, nearly: 8 of overhead, as Spark reckons. */
  private long rowBytes() {
    long pixels = reads(IdxColumns.IMAGE) ? table.images().header().itemBytes() : 0;
    return 2L * Long.BYTES + (long) readSchema.size() * Long.BYTES + pixels;
  }

  private record RowStatistics(long rows, long bytes) implements Statistics {
    @Override
    public OptionalLong numRows() {
      return OptionalLong.of(rows);
    }

    @Override
    public OptionalLong sizeInBytes() {
      return OptionalLong.of(bytes);
    }
  }
}

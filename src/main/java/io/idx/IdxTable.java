package io.idx;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * An image file and, if asked for, the label file that belongs to it. Equal tables read the same,
 * so that Spark recognises what it has cached.
 */
record IdxTable(IdxOptions options, IdxFile images, Optional<IdxFile> labels)
    implements SupportsRead {

  /**
   * Reads the headers.
   *
   * @throws IdxException if a file is missing or wrong, or the two differ in count
   */
  static IdxTable open(IdxOptions options) throws IOException {
    Configuration hadoop = options.configuration();
    IdxFile images = IdxFile.inspect(hadoop, options.images(), IdxKind.IMAGES);
    if (options.labels().isEmpty()) {
      return new IdxTable(options, images, Optional.empty());
    }
    IdxFile labels = IdxFile.inspect(hadoop, options.labels().get(), IdxKind.LABELS);
    images.requireAsMany(labels);
    return new IdxTable(options, images, Optional.of(labels));
  }

  static StructType schema(IdxOptions options) {
    return options.labels().isPresent() ? IdxColumns.LABELLED_IMAGES : IdxColumns.IMAGES;
  }

  @Override
  public String name() {
    return "idx " + images.path();
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract still, although Spark means it to be superseded.
  public StructType schema() {
    return schema(options);
  }

  @Override
  public Column[] columns() {
    return Arrays.stream(schema(options).fields())
        .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
        .toArray(Column[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
    return new IdxScanBuilder(this);
  }
}

package io.idx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;

/**
 * The rows of two files, without Spark. Of raw images only those asked for are read; a gzip is read
 * to its end, where its checksums vouch for what was read.
 */
public final class IdxRows implements LabelledRows {
  private final Configuration hadoop;
  private final IdxFile images;
  private final IdxFile labels;

  private IdxRows(Configuration hadoop, IdxFile images, IdxFile labels) {
    this.hadoop = hadoop;
    this.images = images;
    this.labels = labels;
  }

  /**
   * Reads the headers.
   *
   * @throws IdxException if a file is missing or wrong, or the two differ in count
   */
  public static IdxRows open(Configuration hadoop, IdxPair pair) throws IOException {
    IdxFile images = IdxFile.inspect(hadoop, pair.images(), IdxKind.IMAGES);
    IdxFile labels = IdxFile.inspect(hadoop, pair.labels(), IdxKind.LABELS);
    images.requireAsMany(labels);
    return new IdxRows(hadoop, images, labels);
  }

  @Override
  public String place() {
    return images.path();
  }

  @Override
  public long count() {
    return images.header().count();
  }

  @Override
  public int height() {
    return images.header().rows();
  }

  @Override
  public int width() {
    return images.header().columns();
  }

  @Override
  public void labels(IntConsumer each) throws IOException {
    byte[] label = new byte[1];
    try (IdxItems items = IdxItems.open(hadoop, labels, 0)) {
      for (long row = 0; row < count(); row++) {
        items.next(label);
        int value = Byte.toUnsignedInt(label[0]);
        if (value >= CLASSES) {
          throw IdxException.label(labels.path(), items.lastOffset(), CLASSES, value);
        }
        each.accept(value);
      }
    }
  }

  @Override
  public List<byte[]> images(List<Long> rows) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (IdxItems items = IdxItems.open(hadoop, images, 0)) {
      for (long row : rows) {
        items.skipTo(row);
        byte[] image = new byte[images.header().itemBytes()];
        items.next(image);
        found.add(image);
      }
      if (images.gzip()) {
        items.skipTo(count());
      }
    }
    return found;
  }
}

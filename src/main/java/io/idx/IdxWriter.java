package io.idx;

import io.FilePlacement;
import io.PlainFiles;
import io.Staging;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.PrimitiveIterator;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes IDX files, raw or, where the name ends in {@code .gz}, gzipped; the same items give the
 * same bytes. A file is whole or absent, and replaces none: it is written beside its place, in a
 * folder of {@link Staging}, and moved as {@link FilePlacement} says. What killed writers left
 * beside it is deleted as is said there.
 */
public final class IdxWriter {
  /** The most images or labels that a file can hold. */
  public static final long MOST_ITEMS = IdxHeader.MOST_ITEMS;

  private static final int BUFFER_BYTES = 1 << 16;

  private IdxWriter() {}

  /**
   * Writes an image file.
   *
   * @param path the file, which must not be there yet
   * @param rows an image's height in pixels, 1 to 65,535
   * @param columns an image's width in pixels, 1 to 65,535; rows × columns is at most 16,777,216
   * @param count how many images follow, 1 to {@link #MOST_ITEMS}
   * @param images each of {@code rows × columns} bytes, row by row
   * @throws IllegalArgumentException if a size is out of range, an image has another length, or
   *     there are more or fewer than {@code count}
   * @throws FileAlreadyExistsException if the file is there already, or somebody else was first
   */
  public static void writeImages(
      Configuration hadoop, String path, int rows, int columns, long count, Iterator<byte[]> images)
      throws IOException {
    IdxHeader header = new IdxHeader(IdxKind.IMAGES, count, rows, columns);
    write(hadoop, path, header, out -> writeAll(images, header, out));
  }

  /**
   * Writes a label file.
   *
   * @param path the file, which must not be there yet
   * @param labels one unsigned byte each, at least one
   * @throws IllegalArgumentException if there are none
   * @throws FileAlreadyExistsException if the file is there already, or somebody else was first
   */
  public static void writeLabels(Configuration hadoop, String path, byte[] labels)
      throws IOException {
    IdxHeader header = new IdxHeader(IdxKind.LABELS, labels.length, 1, 1);
    write(hadoop, path, header, out -> out.write(labels));
  }

  /**
   * Writes a label file of labels that nobody needs to hold.
   *
   * @param path the file, which must not be there yet
   * @param count how many labels follow, 1 to {@link #MOST_ITEMS}
   * @param labels each 0 to 255
   * @throws IllegalArgumentException if a label or the count is out of range, or there are more or
   *     fewer than {@code count}
   * @throws FileAlreadyExistsException if the file is there already, or somebody else was first
   */
  public static void writeLabels(
      Configuration hadoop, String path, long count, PrimitiveIterator.OfInt labels)
      throws IOException {
    IdxHeader header = new IdxHeader(IdxKind.LABELS, count, 1, 1);
    write(hadoop, path, header, out -> writeAll(items(labels), header, out));
  }

  /** Each label as an item of one byte, always in the same array. */
  private static Iterator<byte[]> items(PrimitiveIterator.OfInt labels) {
    byte[] item = new byte[1];
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return labels.hasNext();
      }

      @Override
      public byte[] next() {
        int label = labels.nextInt();
        if (label < 0 || label > 0xFF) {
          throw new IllegalArgumentException("Label %d, expected 0 to 255".formatted(label));
        }
        item[0] = (byte) label;
        return item;
      }
    };
  }

  private static void write(Configuration hadoop, String path, IdxHeader header, Body body)
      throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = PlainFiles.of(given, hadoop);
    Path target = fileSystem.makeQualified(given);
    if (fileSystem.exists(target)) {
      throw present(path);
    }
    try (Staging staging = Staging.begin(fileSystem, target.getParent())) {
      Path beside = staging.rows();
      try (OutputStream stored = PlainFiles.create(fileSystem, beside);
          OutputStream out = IdxInput.isGzip(path) ? gzip(stored) : buffered(stored)) {
        out.write(header.toBytes());
        body.writeTo(out);
      } catch (IOException e) {
        throw cannotWrite(target, e);
      }
      PlainFiles.deleteChecksum(target);
      if (!FilePlacement.move(fileSystem, beside, target)) {
        throw present(path);
      }
    }
  }

  private static FileAlreadyExistsException present(String path) {
    return new FileAlreadyExistsException(
        "%s is there already: a data set is written once; delete it or choose another name"
            .formatted(path));
  }

  /** Operating systems name no path when a disk is full. */
  private static IOException cannotWrite(Path target, IOException cause) {
    return new IOException(
        "Cannot write %s: %s. Check rights and space there, then start again"
            .formatted(target, cause),
        cause);
  }

  private static void writeAll(Iterator<byte[]> items, IdxHeader header, OutputStream out)
      throws IOException {
    long written = 0;
    while (items.hasNext()) {
      byte[] item = items.next();
      if (item.length != header.itemBytes()) {
        throw new IllegalArgumentException(
            "Image %d has %d bytes, expected %d × %d"
                .formatted(written, item.length, header.rows(), header.columns()));
      }
      if (++written > header.count()) {
        break;
      }
      out.write(item);
    }
    if (written != header.count()) {
      throw new IllegalArgumentException(
          "Expected %d %s, was given %s"
              .formatted(
                  header.count(),
                  header.kind().noun(),
                  written > header.count() ? "more" : written));
    }
  }

  private static OutputStream buffered(OutputStream stored) {
    return new BufferedOutputStream(stored, BUFFER_BYTES);
  }

  private static OutputStream gzip(OutputStream stored) throws IOException {
    return buffered(new GZIPOutputStream(stored, BUFFER_BYTES));
  }

  /** What follows the header. */
  private interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}

package io.idx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes IDX files, raw or, where the name ends in {@code .gz}, gzipped; the same items give the
 * same bytes. A file is whole or absent: it is written beside its place and renamed.
 */
public final class IdxWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private IdxWriter() {}

  /**
   * Writes an image file.
   *
   * @param path the file, which must not be there yet
   * @param rows an image's height in pixels, 1 to 65,535
   * @param columns an image's width in pixels, 1 to 65,535; rows × columns is at most 16,777,216
   * @param count how many images follow, from 1
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

  private static void write(Configuration hadoop, String path, IdxHeader header, Body body)
      throws IOException {
    Path target = new Path(path);
    FileSystem fileSystem = target.getFileSystem(hadoop);
    if (fileSystem.exists(target)) {
      throw present(path);
    }
    // A name of its own, so that two writers cannot mix; the dot hides it from listings.
    Path beside =
        new Path(target.getParent(), ".%s.%s".formatted(target.getName(), UUID.randomUUID()));
    try {
      try (OutputStream stored = fileSystem.create(beside);
          OutputStream out = IdxInput.isGzip(path) ? gzip(stored) : buffered(stored)) {
        out.write(header.toBytes());
        body.writeTo(out);
      }
      if (!fileSystem.rename(beside, target)) {
        throw fileSystem.exists(target) ? present(path) : immovable(beside, target);
      }
    } finally {
      fileSystem.delete(beside, false);
    }
  }

  private static FileAlreadyExistsException present(String path) {
    return new FileAlreadyExistsException(
        "%s is there already: a data set is written once; delete it or choose another name"
            .formatted(path));
  }

  private static IOException immovable(Path beside, Path target) {
    return new IOException(
        "Cannot move the finished file %s to its place %s: the file system refused without a reason. Check rights and space there, then write again"
            .formatted(beside, target));
  }

  private static void writeAll(Iterator<byte[]> images, IdxHeader header, OutputStream out)
      throws IOException {
    long written = 0;
    while (images.hasNext()) {
      byte[] image = images.next();
      if (image.length != header.itemBytes()) {
        throw new IllegalArgumentException(
            "Image %d has %d bytes, expected %d × %d"
                .formatted(written, image.length, header.rows(), header.columns()));
      }
      if (++written > header.count()) {
        break;
      }
      out.write(image);
    }
    if (written != header.count()) {
      throw new IllegalArgumentException(
          "Expected %d images, was given %s"
              .formatted(header.count(), written > header.count() ? "more" : written));
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

package io.digits;

import io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The embedded data set: 6,000 training and 1,000 test digits of 28×28 pixels that this project
 * draws itself, so that it can train with no data at hand. They look like MNIST, but they are not:
 * accuracies on them compare with nothing published.
 *
 * <p>The bytes are the same on every run and machine. LeNet-5 reaches about 98 % on the test digits
 * in three epochs, the nearest class mean 87 %, a constant answer 10 %.
 */
public final class DrawnDigits {
  private static final int UNSIGNED_BYTES = 0x0800;

  private DrawnDigits() {}

  /**
   * Sees to it that a directory holds the four IDX files under their standard names ({@code
   * train-images-idx3-ubyte} and so on). Files that are there with the right bytes are kept, those
   * that are missing are drawn (in less than a second) and appear whole or not at all.
   *
   * <p>A file with other bytes is refused, not replaced: under these names it is more likely
   * somebody's MNIST than a damaged copy of ours, which is never written in part.
   *
   * @param directory on any file system that Hadoop writes; made if it is not there
   * @throws IOException if a file of these names, raw or {@code .gz}, is not one of the drawn
   *     digits' (nothing is written then), or the file system fails
   */
  public static void writeTo(Configuration hadoop, String directory) throws IOException {
    Path parent = new Path(directory);
    FileSystem fileSystem = parent.getFileSystem(hadoop);
    Map<Path, byte[]> missing = new LinkedHashMap<>();
    for (Entry<String, byte[]> file : files().entrySet()) {
      Path path = new Path(parent, file.getKey());
      refuseGzip(fileSystem, path.suffix(".gz"));
      if (fileSystem.exists(path)) {
        refuseOtherBytes(fileSystem, path, file.getValue());
      } else {
        missing.put(path, file.getValue());
      }
    }
    for (Entry<Path, byte[]> file : missing.entrySet()) {
      write(fileSystem, file.getKey(), file.getValue());
    }
  }

  /** The four files' whole contents by their names. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (DigitSet set : DigitSet.values()) {
      int side = Handwriting.SIDE;
      files.put(set.imagesFile(), idx(set.images(), set.count(), side, side));
      files.put(set.labelsFile(), idx(set.labels(), set.count()));
    }
    return files;
  }

  /** An IDX file of unsigned bytes: magic number, sizes, then the items; all big-endian. */
  private static byte[] idx(byte[] items, int... sizes) {
    ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * (1 + sizes.length) + items.length);
    file.putInt(UNSIGNED_BYTES | sizes.length);
    for (int size : sizes) {
      file.putInt(size);
    }
    return file.put(items).array();
  }

  private static void refuseGzip(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem.exists(path)) {
      throw new IOException(
          "%s is in the way: the drawn digits come uncompressed, and beside them this file would"
                  .formatted(path)
              + " be a second data set in one directory. Name a directory of their own.");
    }
  }

  private static void refuseOtherBytes(FileSystem fileSystem, Path path, byte[] expected)
      throws IOException {
    String found = found(fileSystem, path);
    String wanted = "%,d bytes with SHA-256 %s".formatted(expected.length, Sha256.of(expected));
    if (!found.equals(wanted)) {
      throw new IOException(
          "%s is not the drawn digits' file: expected %s, found %s. Name a directory of their own,"
                  .formatted(path, wanted, found)
              + " or delete this file to have it drawn again.");
    }
  }

  private static String found(FileSystem fileSystem, Path path) throws IOException {
    MessageDigest digest = Sha256.digest();
    long length = 0;
    byte[] block = new byte[1 << 16];
    try (InputStream in = fileSystem.open(path)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        length += read;
      }
    } catch (ChecksumException e) {
      return "bytes that the storage's own checksum refutes (%s)".formatted(e.getMessage());
    }
    return "%,d bytes with SHA-256 %s".formatted(length, Sha256.hex(digest.digest()));
  }

  private static void write(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
    // A name of its own, so that two writers cannot mix; the dot hides it from listings.
    Path beside = new Path(path.getParent(), ".%s.%s".formatted(path.getName(), UUID.randomUUID()));
    try {
      try (OutputStream out = fileSystem.create(beside)) {
        out.write(bytes);
      }
      if (!fileSystem.rename(beside, path)) {
        // Somebody else may have drawn the same file in the meantime.
        refuseOtherBytes(fileSystem, path, bytes);
      }
    } finally {
      fileSystem.delete(beside, false);
    }
  }
}

package io.idx;

import io.PlainFiles;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * The uncompressed bytes of a file on any file system that Hadoop reads, forwards. Whatever is
 * wrong with the bytes is an {@link IdxException}; {@link IOException}s are the storage's own. For
 * one thread.
 */
final class IdxInput implements Closeable {
  private static final String GZIP_SUFFIX = ".gz";
  private static final String LOCAL_SCHEME = "file";
  private static final int BUFFER_BYTES = 1 << 16;

  private final String path;
  private final FileStatus status;
  private final boolean local;
  private final FSDataInputStream stored;
  private InputStream bytes;
  private long position;

  private IdxInput(String path, FileStatus status, boolean local, FSDataInputStream stored) {
    this.path = path;
    this.status = status;
    this.local = local;
    this.stored = stored;
    this.bytes = isGzip(path) ? new GzipStream(path, stored) : stored;
  }

  /** Whether a file of this name is read as a gzip. */
  static boolean isGzip(String path) {
    return path.endsWith(GZIP_SUFFIX);
  }

  /** The same file's name when it is compressed. */
  static String gzipName(String path) {
    return path + GZIP_SUFFIX;
  }

  static IdxInput open(Configuration hadoop, String path) throws IOException {
    Path file = new Path(path);
    FileSystem fileSystem = file.getFileSystem(hadoop);
    try {
      FileStatus status = fileSystem.getFileStatus(file);
      if (status.isDirectory()) {
        throw IdxException.notAFile(path);
      }
      boolean local = LOCAL_SCHEME.equals(fileSystem.getUri().getScheme());
      return new IdxInput(path, status, local, fileSystem.open(file));
    } catch (FileNotFoundException e) {
      throw PlainFiles.hindrance(fileSystem, file, e)
          .map(found -> IdxException.unreadable(path, found, e))
          .orElseGet(() -> IdxException.missing(path, e));
    } catch (ParentNotDirectoryException e) {
      throw IdxException.missing(path, e);
    }
  }

  String path() {
    return path;
  }

  boolean gzip() {
    return isGzip(path);
  }

  /** The length of the file as it is stored, in bytes: of the compressed bytes for a gzip. */
  long storedBytes() {
    return status.getLen();
  }

  /**
   * When the file was written last, in milliseconds since 1970; 0 on a local file system, where
   * nodes with copies of their own would differ.
   */
  long modified() {
    return local ? 0 : status.getModificationTime();
  }

  /** The offset of the next byte among the uncompressed bytes. */
  long position() {
    return position;
  }

  /** Goes to an offset; in a gzip, only to where it stands. */
  void seek(long offset) throws IOException {
    if (gzip()) {
      if (offset != position) {
        throw new IllegalStateException(
            "A gzip is read forwards only: %s, from %d to %d".formatted(path, position, offset));
      }
      return;
    }
    try {
      stored.seek(offset);
    } catch (EOFException e) {
      throw IdxException.tooShort(path, offset, "more than %d bytes".formatted(offset), "fewer");
    } catch (IOException e) {
      throw refusalOr(e);
    }
    bytes = new BufferedInputStream(stored, BUFFER_BYTES);
    position = offset;
  }

  /** Up to {@code length} bytes, -1 at the end; as {@link InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int start, int length) throws IOException {
    try {
      int count = bytes.read(into, start, length);
      position += Math.max(count, 0);
      return count;
    } catch (EOFException e) {
      // Some file systems say so when the file shrank while it was read.
      return -1;
    } catch (IOException e) {
      throw refusalOr(e);
    }
  }

  /** What the storage says about the file itself is a refusal; the rest is its own failure. */
  private IOException refusalOr(IOException e) {
    if (e instanceof ChecksumException) {
      throw IdxException.checksum(path, position, e);
    }
    if (e instanceof FileNotFoundException) {
      // Object stores look for the file only when its first byte is read.
      throw IdxException.missing(path, e);
    }
    return e;
  }

  /**
   * Reads the next bytes.
   *
   * @param length how many, into the array's beginning
   * @param expected what the whole file should hold, for the message
   * @throws IdxException if the file ends before
   */
  void readFully(byte[] into, int length, String expected) throws IOException {
    int filled = 0;
    while (filled < length) {
      int count = read(into, filled, length - filled);
      if (count < 0) {
        throw IdxException.tooShort(
            path, position, expected, "the end of the file after %d bytes".formatted(position));
      }
      filled += count;
    }
  }

  /**
   * Makes sure that no byte follows; in a gzip, also that its checksums agree.
   *
   * @param expected what the whole file should hold, for the message
   */
  void end(String expected) throws IOException {
    long end = position;
    if (read(new byte[1], 0, 1) >= 0) {
      throw IdxException.tooLong(path, end, expected, "more");
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

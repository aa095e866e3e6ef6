package io.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** IDX files made byte by byte, without the code under test. */
final class IdxBytes {
  private IdxBytes() {}

  /** A whole image file of random pixels. */
  static byte[] images(int count, int rows, int columns, long seed) {
    byte[] file = new byte[16 + count * rows * columns];
    new Random(seed).nextBytes(file);
    ByteBuffer.wrap(file).putInt(0x0803).putInt(count).putInt(rows).putInt(columns);
    return file;
  }

  /** A whole label file: 0, 1, 2, … and from 0 again after {@code classes - 1}. */
  static byte[] labels(int count, int classes) {
    byte[] file = new byte[8 + count];
    ByteBuffer.wrap(file).putInt(0x0801).putInt(count);
    for (int i = 0; i < count; i++) {
      file[8 + i] = (byte) (i % classes);
    }
    return file;
  }

  /** The items of an image file of the above. */
  static byte[] item(byte[] images, int index) {
    ByteBuffer header = ByteBuffer.wrap(images);
    int length = header.getInt(8) * header.getInt(12);
    return Arrays.copyOfRange(images, 16 + index * length, 16 + (index + 1) * length);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A copy with some bytes changed from {@code offset} on. */
  static byte[] with(byte[] file, int offset, int... bytes) {
    byte[] copy = file.clone();
    for (int i = 0; i < bytes.length; i++) {
      copy[offset + i] = (byte) bytes[i];
    }
    return copy;
  }

  static byte[] concat(byte[] first, byte... second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Writes a file and returns its path. */
  static String write(Path directory, String name, byte[] bytes) {
    try {
      return Files.write(directory.resolve(name), bytes).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

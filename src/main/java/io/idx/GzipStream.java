package io.idx;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a gzip (RFC 1952), all of its members, and vouches for it: when it has returned -1, every
 * member's CRC-32 and length agreed and the file holds nothing more. Throws {@link IdxException}
 * for whatever is wrong with the bytes, and passes the storage's own {@link IOException}s on.
 *
 * <p>{@link java.util.zip.GZIPInputStream} does not do: it takes a damaged second member, and
 * anything else that follows the first, for the end of the file, and so does it where {@code
 * available()} is 0 in the midst of a file, as on object stores. Nothing may be dropped in silence.
 */
final class GzipStream extends InputStream {
  /** The first two bytes, big-endian. */
  static final int MAGIC = 0x1F8B;

  /** DEFLATE codes at most 258 bytes in two bits, so no byte of a gzip yields more than this. */
  static final int MOST_BYTES_A_BYTE = 1032;

  private static final int DEFLATE = 8;
  private static final byte[] FIRST_BYTES = {0x1F, (byte) 0x8B, DEFLATE};
  private static final int MTIME_XFL_OS = 6;
  private static final int HEADER_CRC = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;
  private static final String HEADER = "the rest of a gzip header";
  private static final String TRAILER = "a gzip trailer of 8 bytes";

  private final String path;
  private final InputStream stored;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long bufferOffset;
  private boolean insideMember;
  private boolean anyMember;

  /** Takes over {@code stored}, a stream at the first byte of the file {@code path}. */
  GzipStream(String path, InputStream stored) {
    this.path = path;
    this.stored = stored;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (insideMember || startMember()) {
      int count = inflate(into, start, length);
      if (count > 0) {
        crc.update(into, start, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    stored.close();
  }

  private int inflate(byte[] into, int start, int length) throws IOException {
    if (inflater.needsInput()) {
      if (position == limit && !fill()) {
        throw ended("more compressed data");
      }
      inflater.setInput(buffer, position, limit - position);
    }
    int count;
    try {
      count = inflater.inflate(into, start, length);
    } catch (DataFormatException e) {
      throw damaged("compressed data", String.valueOf(e.getMessage()), e);
    }
    position = limit - inflater.getRemaining();
    if (count == 0 && inflater.needsDictionary()) {
      throw damaged("compressed data", "a preset dictionary, which gzip does not have", null);
    }
    return count;
  }

  /** Reads a member's header; false at the end of the file. */
  private boolean startMember() throws IOException {
    long start = offset();
    byte[] magic = storedUpTo(FIRST_BYTES.length);
    if (magic.length == 0 && anyMember) {
      return false;
    }
    if (!Arrays.equals(magic, FIRST_BYTES)) {
      throw IdxException.notGzip(path, start, magic);
    }
    skipRestOfHeader();
    inflater.reset();
    crc.reset();
    anyMember = true;
    insideMember = true;
    return true;
  }

  private void skipRestOfHeader() throws IOException {
    int flags = storedByte(HEADER);
    if ((flags & RESERVED) != 0) {
      throw damaged("flags below 0x20", "0x%02X".formatted(flags), null);
    }
    skipStored(MTIME_XFL_OS);
    if ((flags & EXTRA) != 0) {
      skipStored((int) storedLittleEndian(2, HEADER));
    }
    for (int text = Integer.bitCount(flags & (NAME | COMMENT)); text > 0; text--) {
      while (storedByte(HEADER) != 0) {
        // The name, the comment: to their closing zero.
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      skipStored(2);
    }
  }

  private void endMember() throws IOException {
    long expectedCrc = storedLittleEndian(Integer.BYTES, TRAILER);
    if (expectedCrc != crc.getValue()) {
      throw damaged(
          "content with the CRC-32 0x%08X".formatted(expectedCrc),
          "0x%08X".formatted(crc.getValue()),
          null);
    }
    long length = storedLittleEndian(Integer.BYTES, TRAILER);
    if (length != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw damaged(
          "%d bytes of content (modulo 2^32)".formatted(length),
          String.valueOf(inflater.getBytesWritten()),
          null);
    }
    insideMember = false;
  }

  private long offset() {
    return bufferOffset + position;
  }

  /** Fetches the next bytes of the file into the emptied buffer; false at the end of the file. */
  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = 0;
    int count = stored.read(buffer, 0, buffer.length);
    limit = Math.max(count, 0);
    return count > 0;
  }

  private byte[] storedUpTo(int most) throws IOException {
    byte[] bytes = new byte[most];
    int count = 0;
    while (count < most && (position < limit || fill())) {
      bytes[count++] = buffer[position++];
    }
    return Arrays.copyOf(bytes, count);
  }

  private int storedByte(String expected) throws IOException {
    if (position == limit && !fill()) {
      throw ended(expected);
    }
    return buffer[position++] & 0xFF;
  }

  private long storedLittleEndian(int bytes, String expected) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) storedByte(expected) << (Byte.SIZE * i);
    }
    return value;
  }

  private void skipStored(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      storedByte(HEADER);
    }
  }

  private IdxException ended(String expected) {
    return damaged(expected, "the end of the file", null);
  }

  private IdxException damaged(String expected, String found, Throwable cause) {
    return IdxException.gzip(path, offset(), expected, found, cause);
  }
}

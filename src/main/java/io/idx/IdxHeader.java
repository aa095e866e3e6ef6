package io.idx;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the head of an IDX file says.
 *
 * @param kind images or labels
 * @param count the number of items, 1 to 4,294,967,295
 * @param rows the height of an item, 1 to 65,535; 1 for labels
 * @param columns the width of an item, 1 to 65,535; 1 for labels; rows × columns is at most
 *     16,777,216
 */
record IdxHeader(IdxKind kind, long count, int rows, int columns) implements Serializable {
  static final int MOST_PIXELS_A_SIDE = 65_535;
  static final int MOST_BYTES_AN_ITEM = 1 << 24;
  static final long MOST_ITEMS = 0xFFFF_FFFFL;

  /** Throws {@link IllegalArgumentException} for a size out of range. */
  IdxHeader {
    require("count", count, MOST_ITEMS);
    require("rows", rows, MOST_PIXELS_A_SIDE);
    require("columns", columns, MOST_PIXELS_A_SIDE);
    require("rows × columns", (long) rows * columns, MOST_BYTES_AN_ITEM);
  }

  private static void require(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s is %d, expected 1 to %d".formatted(name, value, most));
    }
  }

  /**
   * Reads the header at the start of a file.
   *
   * @param accepted the kinds that will do
   * @throws IdxException if it is none of them, or a size is out of range
   */
  static IdxHeader read(IdxInput input, Set<IdxKind> accepted) throws IOException {
    byte[] magic = new byte[Integer.BYTES];
    input.readFully(magic, magic.length, "an IDX header");
    IdxKind kind = kind(input.path(), ByteBuffer.wrap(magic).getInt(), accepted);
    byte[] sizes = new byte[kind.headerBytes() - Integer.BYTES];
    input.readFully(sizes, sizes.length, "a header of %d bytes".formatted(kind.headerBytes()));
    ByteBuffer words = ByteBuffer.wrap(sizes);
    long count = size(input.path(), "the number of items", 4, words.getInt(), MOST_ITEMS);
    if (kind == IdxKind.LABELS) {
      return new IdxHeader(kind, count, 1, 1);
    }
    int rows = (int) size(input.path(), "rows", 8, words.getInt(), MOST_PIXELS_A_SIDE);
    int columns = (int) size(input.path(), "columns", 12, words.getInt(), MOST_PIXELS_A_SIDE);
    if ((long) rows * columns > MOST_BYTES_AN_ITEM) {
      throw IdxException.size(
          input.path(),
          8,
          "rows times columns of at most %d".formatted(MOST_BYTES_AN_ITEM),
          "%d times %d".formatted(rows, columns));
    }
    return new IdxHeader(kind, count, rows, columns);
  }

  private static IdxKind kind(String path, int magic, Set<IdxKind> accepted) {
    for (IdxKind kind : accepted) {
      if (magic == kind.magic()) {
        return kind;
      }
    }
    if (magic >>> 16 != 0) {
      throw IdxException.magic(path, either(accepted, k -> IdxException.hex(k.magic())), magic);
    }
    if (magic >>> 8 != IdxKind.UNSIGNED_BYTE) {
      throw IdxException.elementType(path, magic >>> 8);
    }
    throw IdxException.dimensions(
        path, either(accepted, k -> "%d (%s)".formatted(k.dimensions(), k.noun())), magic & 0xFF);
  }

  private static String either(Set<IdxKind> kinds, Function<IdxKind, String> name) {
    return kinds.stream().map(name).collect(Collectors.joining(" or "));
  }

  private static long size(String path, String name, long offset, int word, long most) {
    long size = Integer.toUnsignedLong(word);
    if (size < 1 || size > most) {
      throw IdxException.size(
          path, offset, "%s from 1 to %d".formatted(name, most), String.valueOf(size));
    }
    return size;
  }

  /** The header as it stands in the file. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(kind.headerBytes());
    bytes.putInt(kind.magic()).putInt((int) count);
    if (kind == IdxKind.IMAGES) {
      bytes.putInt(rows).putInt(columns);
    }
    return bytes.array();
  }

  /** The bytes of one item. */
  int itemBytes() {
    return rows * columns;
  }

  /** The offset of an item's first byte; of the end of the file for {@code item == count}. */
  long offsetOf(long item) {
    return kind.headerBytes() + item * itemBytes();
  }

  /** The length of the whole uncompressed file. */
  long fileBytes() {
    return offsetOf(count);
  }

  /** For people: what a file with this header holds. */
  String contents() {
    String items =
        kind == IdxKind.LABELS
            ? "%d labels".formatted(count)
            : "%d images of %d×%d".formatted(count, rows, columns);
    return "%d bytes (a header of %d, %s)".formatted(fileBytes(), kind.headerBytes(), items);
  }
}

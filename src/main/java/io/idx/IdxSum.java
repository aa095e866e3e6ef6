package io.idx;

import java.util.zip.CRC32C;

/**
 * What all items of a file come to, whatever the order in which they are seen and by however many
 * readers: of each item its index and its CRC-32C, mixed as SplitMix64 does (Steele, Lea and Flood
 * 2014), added up modulo 2^64. It tells that a file was written to or replaced; it does not
 * withstand one who means to deceive, as SHA-256 does.
 */
public final class IdxSum {
  private final CRC32C crc = new CRC32C();
  private final int itemBytes;
  private int seenOfItem;
  private long index;
  private long sum;

  /** Of the items of one file, from its first. */
  IdxSum(int itemBytes) {
    this.itemBytes = itemBytes;
  }

  /** The bytes that follow those seen before: items, and parts of items. */
  void update(byte[] bytes, int length) {
    for (int from = 0; from < length; ) {
      int part = Math.min(itemBytes - seenOfItem, length - from);
      crc.update(bytes, from, part);
      from += part;
      seenOfItem += part;
      if (seenOfItem == itemBytes) {
        sum += mixed(index++, crc.getValue());
        crc.reset();
        seenOfItem = 0;
      }
    }
  }

  long value() {
    return sum;
  }

  /** What one row adds to the sum of its images' file and the sum of its labels' file together. */
  public static long ofRow(long index, int label, byte[] pixels) {
    CRC32C crc = new CRC32C();
    crc.update(pixels);
    long image = mixed(index, crc.getValue());
    crc.reset();
    crc.update(label);
    return image + mixed(index, crc.getValue());
  }

  /** An index is below 2^32, and so is a CRC. */
  private static long mixed(long index, long crc) {
    long bits = index << 32 | crc;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }
}

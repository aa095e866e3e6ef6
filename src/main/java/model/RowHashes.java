package model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The {@link RowHash}es of rows, in ascending order, one for each row: eight bytes a row.
 *
 * <p>Immutable.
 */
public final class RowHashes {
  private final long[] sorted;

  /**
   * Sorts them.
   *
   * @param hashes in any order; copied
   */
  RowHashes(long[] hashes) {
    sorted = hashes.clone();
    Arrays.sort(sorted);
  }

  /**
   * As {@link #bytes} wrote them.
   *
   * @throws IllegalArgumentException if these are no hashes in ascending order
   */
  public static RowHashes of(byte[] bytes) {
    if (bytes.length % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of %d bytes, found %d".formatted(Long.BYTES, bytes.length));
    }
    long[] hashes = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(hashes);
    for (int i = 1; i < hashes.length; i++) {
      if (hashes[i - 1] > hashes[i]) {
        throw new IllegalArgumentException(
            "expected hashes in ascending order, found %016x before %016x"
                .formatted(hashes[i - 1], hashes[i]));
      }
    }
    return new RowHashes(hashes);
  }

  /** Each hash as eight bytes, big-endian. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(sorted.length, Long.BYTES));
    bytes.asLongBuffer().put(sorted);
    return bytes.array();
  }

  public int count() {
    return sorted.length;
  }

  /** How many of the rows have the hash of one before them. */
  public long duplicates() {
    long duplicates = 0;
    for (int i = 1; i < sorted.length; i++) {
      duplicates += sorted[i] == sorted[i - 1] ? 1 : 0;
    }
    return duplicates;
  }

  /** How many of these rows are among the others, too. */
  public long countIn(RowHashes others) {
    long found = 0;
    int other = 0;
    for (long hash : sorted) {
      while (other < others.sorted.length && others.sorted[other] < hash) {
        other++;
      }
      found += other < others.sorted.length && others.sorted[other] == hash ? 1 : 0;
    }
    return found;
  }
}

package model;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What each partition of dealt rows holds: the number of its rows, and the CRC-32C of their labels
 * and pixels in order. Known once all have been made; from then on a partition that is made anew,
 * since its executor is gone, must come to the same.
 *
 * <p>Spark sends this object with each stage as it is then.
 */
final class ShardSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As {@link #of} finds them, by partition; null as long as they are not known. */
  private long[][] known;

  /** Of one partition: rows, CRC, and its rows' checks added up. */
  static long[] of(Iterator<ImageBlock> blocks) {
    CRC32C crc = new CRC32C();
    long rows = 0;
    long checks = 0;
    while (blocks.hasNext()) {
      ImageBlock block = blocks.next();
      rows += add(block, crc);
      checks += block.checks();
    }
    return new long[] {rows, crc.getValue(), checks};
  }

  private static int add(ImageBlock block, CRC32C crc) {
    block.addTo(crc);
    return block.rows();
  }

  void know(List<long[]> sums) {
    known = sums.toArray(long[][]::new);
  }

  /** The same blocks, of which the last is given only if all were what they had been. */
  Iterator<ImageBlock> verified(int partition, Iterator<ImageBlock> blocks) {
    return known == null ? blocks : new Verified(partition, blocks, known[partition]);
  }

  private static final class Verified implements Iterator<ImageBlock> {
    private final CRC32C crc = new CRC32C();
    private final int partition;
    private final Iterator<ImageBlock> blocks;
    private final long[] expected;
    private long rows;

    Verified(int partition, Iterator<ImageBlock> blocks, long[] expected) {
      this.partition = partition;
      this.blocks = blocks;
      this.expected = expected;
    }

    @Override
    public boolean hasNext() {
      boolean more = blocks.hasNext();
      if (!more) {
        requireKnown(); // of a partition that is empty now, nothing else would
      }
      return more;
    }

    @Override
    public ImageBlock next() {
      ImageBlock block = blocks.next();
      rows += add(block, crc);
      if (!blocks.hasNext()) {
        requireKnown();
      }
      return block;
    }

    private void requireKnown() {
      if (rows != expected[0] || crc.getValue() != expected[1]) {
        throw new ChangedRowsException(partition, expected[0], expected[1], rows, crc.getValue());
      }
    }
  }
}

package model;

import java.io.Serializable;

/**
 * A permutation of the rows 0..{@code rows}-1, given by the seed alone and computed row by row, so
 * that nobody holds a table of it: a four-round balanced Feistel network over the next even number
 * of bits (Luby and Rackoff 1988), walked again until the result is below {@code rows} (cycle
 * walking, Black and Rogaway 2002).
 *
 * @param rows the number of rows, at least 1
 * @param seed the run's seed
 */
record RowOrder(long rows, long seed) implements Serializable {
  private static final int ROUNDS = 4;

  RowOrder {
    if (rows < 1) {
      throw new IllegalArgumentException("rows: expected 1 or more, found " + rows);
    }
  }

  /** The place of a row in the shuffled order, 0..rows-1; a bijection. */
  long position(long row) {
    if (row < 0 || row >= rows) {
      throw new IllegalArgumentException("row: expected 0.." + (rows - 1) + ", found " + row);
    }
    long position = row;
    do {
      position = permute(position);
    } while (position >= rows);
    return position;
  }

  private long permute(long value) {
    int half = (Long.SIZE - Long.numberOfLeadingZeros(rows - 1) + 1) / 2;
    long mask = (1L << half) - 1;
    long left = value >>> half;
    long right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ (Seeds.mix(Seeds.mix(seed + round) ^ right) & mask);
      left = right;
      right = next;
    }
    return (left << half) | right;
  }
}

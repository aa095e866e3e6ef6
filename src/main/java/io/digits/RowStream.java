package io.digits;

import java.util.SplittableRandom;

/**
 * Each row's own stream of random numbers: by hashes of hashes, so that neighbours share nothing.
 */
final class RowStream {
  private RowStream() {}

  /**
   * The stream of a row, from its start.
   *
   * @param set tells sets of one seed apart: 0 and 1 are {@link DigitSet}'s, 2 is {@link
   *     DrawnSet}'s
   */
  static SplittableRandom of(long seed, int set, long row) {
    return new SplittableRandom(hash(hash(hash(seed) + set) + row));
  }

  private static long hash(long value) {
    return new SplittableRandom(value).nextLong();
  }
}

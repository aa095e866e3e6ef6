package io.digits;

import io.idx.IdxPair;
import java.util.SplittableRandom;

/** The two parts of the drawn digits, under MNIST's file names and a tenth of its sizes. */
enum DigitSet {
  TRAINING(IdxPair.TRAIN, 6_000, 0),
  TEST(IdxPair.TEST, 1_000, 1);

  private static final long SEED = 1998;
  private static final int CLASSES = 10;

  /** The stream of the order of the labels; rows count from 0. */
  private static final int ORDER = -1;

  private final String prefix;
  private final int count;
  private final int number;

  DigitSet(String prefix, int count, int number) {
    this.prefix = prefix;
    this.count = count;
    this.number = number;
  }

  /** The number of digits, an equal share of each class. */
  int count() {
    return count;
  }

  /** The standard names of its files. */
  IdxPair names() {
    return IdxPair.named(prefix);
  }

  /** The digits' classes {@code [count]}, 0 to 9, as often each, in random order. */
  byte[] labels() {
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      labels[row] = (byte) (row % CLASSES);
    }
    SplittableRandom random = random(ORDER);
    for (int last = count - 1; last > 0; last--) {
      int other = Uniform.below(last + 1, random);
      byte swapped = labels[last];
      labels[last] = labels[other];
      labels[other] = swapped;
    }
    return labels;
  }

  /**
   * The pictures {@code [count, 28, 28]}; each follows from the seed, the set and its row alone.
   */
  byte[] images() {
    byte[] labels = labels();
    int size = Handwriting.SIDE * Handwriting.SIDE;
    byte[] images = new byte[count * size];
    for (int row = 0; row < count; row++) {
      System.arraycopy(Handwriting.write(labels[row], random(row)), 0, images, row * size, size);
    }
    return images;
  }

  /** A stream of its own for each row: hashes of hashes, so that neighbours share nothing. */
  private SplittableRandom random(int row) {
    return new SplittableRandom(hash(hash(hash(SEED) + number) + row));
  }

  private static long hash(long value) {
    return new SplittableRandom(value).nextLong();
  }
}

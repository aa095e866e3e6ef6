package io.digits;

import io.idx.IdxPair;
import io.idx.IdxWriter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two parts of the drawn digits, under MNIST's file names and a tenth of its sizes. */
enum DigitSet {
  TRAINING(
      IdxPair.TRAIN,
      6_000,
      0,
      "d4a609a1c05804b275ae4782c6a8e11ff1f418e8b49a70d755715226541a3dff",
      "d3a37ad462bfd568c716fec8c9b85bea6fd710f2d26d0575e27995aaa6320c66"),
  TEST(
      IdxPair.TEST,
      1_000,
      1,
      "f0bf2b326610a25b1da8b08cd69b37edbead1af7254e2fa04487801b0adb8667",
      "aed7f47d0d03c943d6d640bf9c8c010520817559cbaf585f5b6e58ac23fc1e54");

  private static final long SEED = 1998;
  private static final int CLASSES = 10;

  /** The stream of the order of the labels; rows count from 0. */
  private static final int ORDER = -1;

  private final String prefix;
  private final int count;
  private final int number;
  private final String imagesSha256;
  private final String labelsSha256;

  DigitSet(String prefix, int count, int number, String imagesSha256, String labelsSha256) {
    this.prefix = prefix;
    this.count = count;
    this.number = number;
    this.imagesSha256 = imagesSha256;
    this.labelsSha256 = labelsSha256;
  }

  /**
   * The part whose files have this prefix.
   *
   * @throws IllegalArgumentException if there is none
   */
  static DigitSet named(String prefix) {
    for (DigitSet set : values()) {
      if (set.prefix.equals(prefix)) {
        return set;
      }
    }
    throw new IllegalArgumentException("prefix: expected train or t10k, found " + prefix);
  }

  /** The number of digits, an equal share of each class. */
  int count() {
    return count;
  }

  /** Images and labels, under their standard names. */
  List<DrawnFile> files() {
    IdxPair names = IdxPair.named(prefix);
    int side = Handwriting.SIDE;
    return List.of(
        new DrawnFile(
            names.images(),
            imagesSha256,
            (hadoop, path) ->
                IdxWriter.writeImages(hadoop, path, side, side, count, images().iterator())),
        new DrawnFile(
            names.labels(),
            labelsSha256,
            (hadoop, path) -> IdxWriter.writeLabels(hadoop, path, labels())));
  }

  /** The digits' classes {@code [count]}, 0 to 9, as often each, in random order. */
  byte[] labels() {
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      labels[row] = (byte) (row % CLASSES);
    }
    SplittableRandom random = RowStream.of(SEED, number, ORDER);
    for (int last = count - 1; last > 0; last--) {
      int other = Uniform.below(last + 1, random);
      byte swapped = labels[last];
      labels[last] = labels[other];
      labels[other] = swapped;
    }
    return labels;
  }

  /**
   * The pictures, {@code count} times {@code [28, 28]}; each follows from the seed, the set and its
   * row alone.
   */
  Stream<byte[]> images() {
    byte[] labels = labels();
    return IntStream.range(0, count).mapToObj(row -> image(labels[row], row));
  }

  /** The picture of one row, {@code [28, 28]}, that has this label. */
  byte[] image(byte label, int row) {
    return Handwriting.write(label, RowStream.of(SEED, number, row));
  }
}

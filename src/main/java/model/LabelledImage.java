package model;

import java.io.Serializable;

/** One row of a data set, on its way to a shard. */
public final class LabelledImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long index;
  private final byte label;
  private final byte[] pixels;
  private final long check;

  /** A row of no file, which needs no check. */
  public LabelledImage(long index, int label, byte[] pixels) {
    this(index, label, pixels, 0);
  }

  /**
   * @param index the row's place in the file, from 0
   * @param label the class, 0..9
   * @param pixels {@code [28 × 28]} grey values, row by row, unsigned; not copied, not to be
   *     changed
   * @param check what the row adds to the sum by which its data set is known
   * @throws IllegalArgumentException naming the row and what is out of range
   */
  public LabelledImage(long index, int label, byte[] pixels, long check) {
    if (index < 0) {
      throw new IllegalArgumentException("index: expected 0 or more, found " + index);
    }
    if (label < 0 || label >= Architecture.CLASSES) {
      throw new IllegalArgumentException(
          "label of row %d: expected 0..%d, found %d"
              .formatted(index, Architecture.CLASSES - 1, label));
    }
    if (pixels.length != ImageBlock.PIXELS) {
      throw new IllegalArgumentException(
          "image of row %d: expected %d pixels, found %d"
              .formatted(index, ImageBlock.PIXELS, pixels.length));
    }
    this.index = index;
    this.label = (byte) label;
    this.pixels = pixels;
    this.check = check;
  }

  /** The same row elsewhere. */
  LabelledImage at(long place) {
    return new LabelledImage(place, label, pixels, check);
  }

  public long index() {
    return index;
  }

  public int label() {
    return label;
  }

  byte[] pixels() {
    return pixels;
  }

  long check() {
    return check;
  }
}

package io.idx;

/** One row of a set: an image, its label, and where it stands. Immutable. */
public final class SampledRow {
  private final long row;
  private final int label;
  private final int height;
  private final int width;
  private final byte[] pixels;

  /**
   * @param row from 0
   * @param pixels {@code [height × width]}, row by row, unsigned; not copied
   */
  public SampledRow(long row, int label, int height, int width, byte[] pixels) {
    if (pixels.length != height * width) {
      throw new IllegalArgumentException(
          "pixels: expected %d × %d, found %d".formatted(height, width, pixels.length));
    }
    this.row = row;
    this.label = label;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /** Its number in the set, from 0. */
  public long row() {
    return row;
  }

  public int label() {
    return label;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** A pixel's grey, 0 for black to 255 for white; black right of the image and below it. */
  public int grey(int y, int x) {
    return y < height && x < width ? Byte.toUnsignedInt(pixels[y * width + x]) : 0;
  }
}

package model.preparation;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Grey values, row by row from the top; of a picture 0 is black and 1 is white. Its owner may write
 * into {@link #values}.
 */
final class Grey {
  /** Of red, green and blue in what the eye sees as grey: ITU-R BT.601. */
  private static final float RED = 0.299f;

  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  /** A picture whose greys differ by less is one of nothing. */
  static final float FLAT = 4f / 255;

  /** Of the longer side, in pixels: strokes are of few pixels there. */
  private static final int SMALL = 80;

  private final int width;
  private final int height;
  private final float[] values;

  /**
   * Does not copy.
   *
   * @param values {@code [height × width]}
   */
  Grey(int width, int height, float[] values) {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException(
          "expected %d × %d values, found %d".formatted(width, height, values.length));
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  float[] values() {
    return values;
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  int longerSide() {
    return Math.max(width, height);
  }

  /**
   * Of a picture in colour or grey, transparent parts as if it lay on white paper; of one that then
   * shows nothing, such as white ink on nothing, what is opaque counts as black.
   */
  static Grey of(BufferedImage picture) {
    float[] values =
        picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
            ? samples(picture, 0)
            : each(picture, Grey::weighted);
    return new Grey(
        picture.getWidth(),
        picture.getHeight(),
        picture.getColorModel().hasAlpha() ? onWhite(values, each(picture, Grey::opaque)) : values);
  }

  private static float[] onWhite(float[] values, float[] opaque) {
    float[] onWhite = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      onWhite[i] = 1 - opaque[i] * (1 - values[i]);
    }
    if (isFlat(onWhite)) {
      for (int i = 0; i < values.length; i++) {
        onWhite[i] = 1 - opaque[i];
      }
    }
    return onWhite;
  }

  /** As they stand in the file: Java takes grey for linear light, and would brighten it. */
  private static float[] samples(BufferedImage picture, int band) {
    Raster raster = picture.getRaster();
    float most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    int width = picture.getWidth();
    float[] values = new float[width * picture.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < picture.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = row[x] / most;
      }
    }
    return values;
  }

  /** What is made of a pixel's alpha, red, green and blue, eight bits each. */
  private interface Colour {
    float value(int argb);
  }

  private static float[] each(BufferedImage picture, Colour colour) {
    int width = picture.getWidth();
    float[] values = new float[width * picture.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = colour.value(row[x]);
      }
    }
    return values;
  }

  private static float weighted(int argb) {
    return (RED * (argb >> 16 & 0xff) + GREEN * (argb >> 8 & 0xff) + BLUE * (argb & 0xff)) / 255;
  }

  private static float opaque(int argb) {
    return (argb >>> 24) / 255f;
  }

  private static boolean isFlat(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least < FLAT;
  }

  /** What of it lies within a box, which reaches nowhere beyond it. */
  Grey part(Box box) {
    float[] part = new float[box.width() * box.height()];
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(
          values, (box.top() + y) * width + box.left(), part, y * box.width(), box.width());
    }
    return new Grey(box.width(), box.height(), part);
  }

  /** Each value with the other sign. */
  Grey negated() {
    float[] negated = new float[values.length];
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -values[i];
    }
    return new Grey(width, height, negated);
  }

  /**
   * Each value multiplied by its own factor.
   *
   * @param factors {@code [height × width]}
   */
  Grey times(float[] factors) {
    float[] product = new float[values.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = values[i] * factors[i];
    }
    return new Grey(width, height, product);
  }

  Grey copy() {
    return new Grey(width, height, values.clone());
  }

  /** Columns for rows. */
  Grey transposed() {
    float[] transposed = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        transposed[x * height + y] = values[y * width + x];
      }
    }
    return new Grey(height, width, transposed);
  }

  /** Takes over a row of another picture of the same width. */
  void setRow(int row, Grey other, int otherRow) {
    System.arraycopy(other.values, otherRow * width, values, row * width, width);
  }

  /** Takes over what is greater in a row of another picture of the same width. */
  void raiseRow(int row, Grey other, int otherRow) {
    int to = row * width;
    int from = otherRow * width;
    for (int x = 0; x < width; x++) {
      values[to + x] = Math.max(values[to + x], other.values[from + x]);
    }
  }

  /**
   * Without the noise of single pixels: each value a mean of itself and its eight neighbours, by
   * weights 4, 2 and 1. A small picture has none to lose: itself.
   */
  Grey calmed() {
    if (longerSide() <= SMALL) {
      return this;
    }
    float[] calmed = new float[values.length];
    for (int y = 0; y < height; y++) {
      int above = Math.max(y - 1, 0) * width;
      int below = Math.min(y + 1, height - 1) * width;
      for (int x = 0; x < width; x++) {
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, width - 1);
        calmed[y * width + x] =
            (weighted(above, left, x, right)
                    + 2 * weighted(y * width, left, x, right)
                    + weighted(below, left, x, right))
                / 16;
      }
    }
    return new Grey(width, height, calmed);
  }

  private float weighted(int row, int left, int x, int right) {
    return values[row + left] + 2 * values[row + x] + values[row + right];
  }

  /** Scaled down so that its longer side is {@code most} pixels; itself if it is no longer. */
  Grey atMost(int most) {
    if (longerSide() <= most) {
      return this;
    }
    float scale = (float) most / longerSide();
    return AreaAverage.scaled(
        this, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  }
}

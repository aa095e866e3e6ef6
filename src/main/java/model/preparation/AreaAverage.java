package model.preparation;

/**
 * Scaling by area: each new value is the mean of the old ones that it covers, those at its edges by
 * the part of them that it covers. Scaling up, a value covers part of one or two old ones.
 */
final class AreaAverage {
  private AreaAverage() {}

  /**
   * Along one axis: the first new value covers the old ones from {@code from} to {@code from +
   * step}, in pixels.
   *
   * @param step how many old values a new one covers, above 0
   */
  record Window(double from, double step) {}

  /** The whole picture, scaled. */
  static Grey scaled(Grey picture, int width, int height) {
    return window(
        picture,
        width,
        height,
        new Window(0, (double) picture.width() / width),
        new Window(0, (double) picture.height() / height));
  }

  /**
   * What is seen through a window that lies anywhere; beyond the picture's edges all is 0.
   *
   * @param width of the result, in pixels
   */
  static Grey window(Grey picture, int width, int height, Window columns, Window rows) {
    Cover across = new Cover(columns, width, picture.width());
    Cover down = new Cover(rows, height, picture.height());
    float[] narrow = new float[width * picture.height()];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        narrow[y * width + x] = across.mean(x, picture.values(), y * picture.width(), 1);
      }
    }
    float[] small = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        small[y * width + x] = down.mean(y, narrow, x, width);
      }
    }
    return new Grey(width, height, small);
  }

  /** Which old values each new one covers along one axis, and how much of each. */
  private static final class Cover {
    private final int[] first;
    private final float[][] weights;

    Cover(Window window, int count, int size) {
      first = new int[count];
      weights = new float[count][];
      for (int i = 0; i < count; i++) {
        double from = window.from() + i * window.step();
        double to = from + window.step();
        first[i] = Math.max((int) Math.floor(from), 0);
        weights[i] = new float[Math.max(Math.min((int) Math.ceil(to), size) - first[i], 0)];
        for (int j = 0; j < weights[i].length; j++) {
          int old = first[i] + j;
          weights[i][j] = (float) ((Math.min(to, old + 1) - Math.max(from, old)) / window.step());
        }
      }
    }

    float mean(int index, float[] values, int start, int stride) {
      float sum = 0;
      int at = start + first[index] * stride;
      for (float weight : weights[index]) {
        sum += weight * values[at];
        at += stride;
      }
      return sum;
    }
  }
}

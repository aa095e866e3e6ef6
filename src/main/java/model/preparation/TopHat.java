package model.preparation;

/**
 * What is narrower than a square and lighter than what is around it: the top-hat transform (Serra
 * 1982, Image Analysis and Mathematical Morphology). Light that falls unevenly, shadows and the
 * table beside the page are wider and leave nothing.
 */
final class TopHat {
  private TopHat() {}

  /**
   * How much lighter each pixel is than the page there; where there is nothing but noise, as often
   * below 0 as above it, and then 0.
   *
   * @param square its side in pixels; wider than any stroke
   */
  static Grey of(Grey picture, int square) {
    Grey least = extreme(picture.negated(), square).negated();
    Grey page = extreme(least, square);
    float[] hat = new float[picture.values().length];
    for (int i = 0; i < hat.length; i++) {
      hat[i] = picture.values()[i] - page.values()[i];
    }
    float usual = Order.median(hat); // of noise alone
    for (int i = 0; i < hat.length; i++) {
      hat[i] = Math.max(0, hat[i] - usual);
    }
    return new Grey(picture.width(), picture.height(), hat);
  }

  /** The largest value in the square around each pixel. */
  private static Grey extreme(Grey picture, int square) {
    int width = picture.width();
    int height = picture.height();
    float[] across = new float[width * height];
    float[] both = new float[width * height];
    int[] queue = new int[Math.max(width, height)];
    for (int y = 0; y < height; y++) {
      slide(picture.values(), across, new Line(y * width, 1, width), square / 2, queue);
    }
    for (int x = 0; x < width; x++) {
      slide(across, both, new Line(x, width, height), square / 2, queue);
    }
    return new Grey(width, height, both);
  }

  private record Line(int start, int stride, int count) {
    int at(int index) {
      return start + index * stride;
    }
  }

  /** The largest within reach on both sides, by a queue of those that can still become it. */
  private static void slide(float[] from, float[] to, Line line, int reach, int[] queue) {
    int head = 0;
    int tail = 0;
    for (int i = 0; i < line.count() + reach; i++) {
      if (i < line.count()) {
        float value = from[line.at(i)];
        while (tail > head && from[line.at(queue[tail - 1])] <= value) {
          tail--;
        }
        queue[tail++] = i;
      }
      int at = i - reach;
      if (at >= 0) {
        while (queue[head] < at - reach) {
          head++;
        }
        to[line.at(at)] = from[line.at(queue[head])];
      }
    }
  }
}

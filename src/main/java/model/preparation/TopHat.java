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
    Grey page = opened(picture, square / 2);
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

  /**
   * The largest of the least: what remains of a picture when all is levelled that is lighter than
   * what is around it and narrower than the square. A square is columns side by side: the picture
   * lies on its side for the passes across.
   */
  private static Grey opened(Grey picture, int reach) {
    Grey least =
        largest(largest(picture.negated(), reach).transposed(), reach).negated(); // least of both
    return largest(largest(least, reach).transposed(), reach);
  }

  /**
   * The largest value within reach above and below each pixel, by three comparisons a pixel
   * whatever the reach (van Herk 1992, A fast algorithm for local minimum and maximum filters):
   * rows in groups as high as what is within reach, of which it always holds the end of one and the
   * start of the next.
   */
  private static Grey largest(Grey picture, int reach) {
    int height = picture.height();
    int group = 2 * reach + 1;
    Grey fromStart = picture.copy();
    for (int y = 1; y < height; y++) {
      if (y % group != 0) {
        fromStart.raiseRow(y, fromStart, y - 1);
      }
    }
    Grey toEnd = picture.copy();
    for (int y = height - 2; y >= 0; y--) {
      if ((y + 1) % group != 0) {
        toEnd.raiseRow(y, toEnd, y + 1);
      }
    }
    Grey largest = new Grey(picture.width(), height, new float[picture.values().length]);
    for (int y = 0; y < height; y++) {
      int first = Math.max(y - reach, 0);
      int last = Math.min(y + reach, height - 1);
      if (first % group == 0) {
        largest.setRow(y, fromStart, last);
      } else {
        largest.setRow(y, toEnd, first);
        if (first / group != last / group) {
          largest.raiseRow(y, fromStart, last);
        }
      }
    }
    return largest;
  }
}

package model.preparation;

/**
 * Where a picture has something thin that runs from left to right: in each column the rows that
 * have more ink than those a little above and below.
 */
final class Ridges {
  /** Of single pixels, against what is usual: less is noise. */
  private static final float NOISE = 4;

  private final Grey ink;
  private final int reach;
  private final boolean[] tops;

  private Ridges(Grey ink, int reach, boolean[] tops) {
    this.ink = ink;
    this.reach = reach;
    this.tops = tops;
  }

  /**
   * All of them.
   *
   * @param ink more where there is more ink
   * @param reach in pixels; what is as thick is no ridge
   */
  static Ridges of(Grey ink, int reach) {
    int width = ink.width();
    float[] heights = new float[ink.values().length];
    for (int y = 1; y < ink.height() - 1; y++) {
      for (int x = 0; x < width; x++) {
        heights[y * width + x] = Math.abs(height(ink, x, y, reach));
      }
    }
    float least = Math.max(Grey.FLAT, NOISE * Order.median(heights));
    boolean[] tops = new boolean[heights.length];
    for (int y = 1; y < ink.height() - 1; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        tops[i] =
            heights[i] >= least
                && height(ink, x, y, reach) > 0
                && ink.at(x, y) > ink.at(x, y - 1)
                && ink.at(x, y) >= ink.at(x, y + 1);
      }
    }
    return new Ridges(ink, reach, tops);
  }

  /** How much more ink is there than on its sides, at the nearest rows that the picture has. */
  static float height(Grey ink, int x, int y, int reach) {
    float above = ink.at(x, Math.max(y - reach, 0));
    float below = ink.at(x, Math.min(y + reach, ink.height() - 1));
    return ink.at(x, y) - Math.max(above, below);
  }

  boolean at(int x, int y) {
    return y >= 0 && y < ink.height() && tops[y * ink.width() + x];
  }

  float height(int x, int y) {
    return height(ink, x, y, reach);
  }

  /** How many rows around a ridge are more than half as high. */
  int thickness(int x, int y) {
    float half = ink.at(x, y) - height(x, y) / 2;
    int from = y;
    int to = y;
    while (from > 0 && ink.at(x, from - 1) > half) {
      from--;
    }
    while (to < ink.height() - 1 && ink.at(x, to + 1) > half) {
      to++;
    }
    return to - from + 1;
  }

  int width() {
    return ink.width();
  }

  int height() {
    return ink.height();
  }
}

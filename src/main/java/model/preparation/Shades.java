package model.preparation;

/**
 * The two greys of a picture that has ink and page and little else.
 *
 * @param threshold between the two, where they differ most (Otsu 1979)
 * @param explained the share of the variance that is theirs, 0 to 1
 */
record Shades(float threshold, double explained) {
  private static final int STEPS = 256;

  /** A variance that is none. */
  private static final double FLAT = 1e-6;

  static Shades of(Grey picture) {
    int[] counts = new int[STEPS];
    double[] moments = new double[3];
    for (float value : picture.values()) {
      counts[(int) (value * (STEPS - 1) + 0.5f)]++;
      moments[0]++;
      moments[1] += value;
      moments[2] += (double) value * value;
    }
    double mean = moments[1] / moments[0];
    double variance = moments[2] / moments[0] - mean * mean;
    int darker = 0;
    double sum = 0;
    double most = 0;
    int best = 0;
    for (int i = 0; i < STEPS - 1; i++) {
      darker += counts[i];
      double below = darker / moments[0];
      sum += counts[i] / moments[0] * i / (STEPS - 1);
      double between = (mean * below - sum) * (mean * below - sum) / (below * (1 - below));
      if (darker > 0 && darker < picture.values().length && between > most) {
        most = between;
        best = i;
      }
    }
    return new Shades((best + 0.5f) / (STEPS - 1), variance < FLAT ? 0 : most / variance);
  }

  /** A digit leaves most corners of its box free; of two and two, ink is the smaller part. */
  boolean isInkDark(Grey picture) {
    int right = picture.width() - 1;
    int bottom = picture.height() - 1;
    int corners =
        dark(picture.at(0, 0))
            + dark(picture.at(right, 0))
            + dark(picture.at(0, bottom))
            + dark(picture.at(right, bottom));
    if (corners != 2) {
      return corners < 2;
    }
    int all = 0;
    for (float value : picture.values()) {
      all += dark(value);
    }
    return 2 * all < picture.values().length;
  }

  private int dark(float value) {
    return value < threshold ? 1 : 0;
  }

  /** How far the ink is from the threshold; 0 where there is none. */
  Grey above(Grey picture, boolean dark) {
    float[] above = new float[picture.values().length];
    for (int i = 0; i < above.length; i++) {
      float more = picture.values()[i] - threshold;
      above[i] = Math.max(0, dark ? -more : more);
    }
    return new Grey(picture.width(), picture.height(), above);
  }

  /** Of all that is above 0; of the whole picture if nothing is. */
  static Box box(Grey ink) {
    int left = ink.width();
    int top = ink.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.at(x, y) > 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return right == 0
        ? new Box(0, 0, ink.width(), ink.height())
        : new Box(left, top, right, bottom);
  }
}

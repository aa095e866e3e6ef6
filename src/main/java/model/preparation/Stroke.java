package model.preparation;

/** The strokes of a digit: how wide they are, and wider ones. */
final class Stroke {
  private Stroke() {}

  /**
   * How wide the strokes are on average, in pixels: twice their area against the length of their
   * outline, which is the sum of all slopes.
   *
   * @param ink 0 to 1
   */
  static double width(Grey ink) {
    double area = 0;
    double outline = 0;
    for (int y = 1; y < ink.height() - 1; y++) {
      for (int x = 1; x < ink.width() - 1; x++) {
        area += ink.at(x, y);
        double across = ink.at(x + 1, y) - ink.at(x - 1, y);
        double down = ink.at(x, y + 1) - ink.at(x, y - 1);
        outline += Math.sqrt(across * across + down * down) / 2; // hypot is slow, for huge values
      }
    }
    return outline == 0 ? 0 : 2 * area / outline;
  }

  /**
   * With strokes that are wider by a radius on each side.
   *
   * @param ink 0 to 1; must be empty that far from its edges, or it is cut off there
   * @param radius in pixels
   */
  static Grey widened(Grey ink, double radius) {
    int reach = (int) Math.ceil(radius);
    Grey wide = new Grey(ink.width(), ink.height(), new float[ink.values().length]);
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        float weight = (float) Math.min(1, radius - Math.hypot(dx, dy) + 1);
        if (weight > 0) {
          raise(wide, ink, dx, dy, weight);
        }
      }
    }
    return wide;
  }

  /**
   * With strokes that are narrower by a radius on each side, and thin ones lost.
   *
   * @param ink 0 to 1
   * @param radius in pixels
   */
  static Grey narrowed(Grey ink, double radius) {
    return negative(widened(negative(ink), radius));
  }

  private static Grey negative(Grey ink) {
    float[] negative = new float[ink.values().length];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = 1 - ink.values()[i];
    }
    return new Grey(ink.width(), ink.height(), negative);
  }

  private static void raise(Grey wide, Grey ink, int dx, int dy, float weight) {
    int width = ink.width();
    for (int y = Math.max(0, -dy); y < Math.min(ink.height(), ink.height() - dy); y++) {
      for (int x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
        float value = weight * ink.at(x + dx, y + dy);
        if (value > wide.at(x, y)) {
          wide.values()[y * width + x] = value;
        }
      }
    }
  }
}

package model.preparation;

/**
 * Ink that hangs together: pixels that touch by a side or a corner.
 *
 * @param label its pixels' number in {@link Marks}, from 1
 * @param area in pixels
 * @param outline how many sides of its pixels look on something else
 * @param strength of all its pixels, added up
 */
record Mark(int label, Box box, int area, int outline, double strength) {
  /** A line at any angle has on average this many times as many sides as it is long. */
  private static final double SIDES = 4 / Math.PI;

  double meanStrength() {
    return strength / area;
  }

  /** How much of its box it fills, 0 to 1. */
  double fill() {
    return (double) area / ((double) box.width() * box.height());
  }

  /** Of its strokes if it consists of any, against its longer side: a disc has a half. */
  double thickness() {
    return 2 * SIDES * area / outline / box.longerSide();
  }
}

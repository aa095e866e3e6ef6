package model.preparation;

import model.preparation.AreaAverage.Window;

/**
 * A digit as MNIST has it: scaled into a box of 20×20 pixels with its proportions kept, grey where
 * ink covers part of a pixel, and moved by whole pixels so that its centre of mass is nearest the
 * middle of 28×28. (LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to
 * document recognition, section III.A.) The middle is that of the pixel in column and row 14,
 * counted from 0: that is where the centres of mass of the training set's digits lie on average,
 * 14.51 and 14.50 from the corner.
 */
final class Centring {
  static final int SIDE = 28;
  private static final double MIDDLE = 14.5;
  private static final int BOX = 20;

  /** Less ink than this is no part of the box. */
  private static final float BARELY = 0.2f;

  private Centring() {}

  /** The box of all that is inked. */
  static Box box(Grey ink) {
    int left = ink.width();
    int top = ink.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.at(x, y) >= BARELY) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return new Box(left, top, right, bottom);
  }

  /** How many pixels of the ink come to one of the result. */
  static double step(Box box) {
    return (double) box.longerSide() / BOX;
  }

  /**
   * The image, {@code [28 × 28]}, 0 to 1.
   *
   * @param ink 0 to 1, some of it 1
   */
  static Grey centred(Grey ink) {
    Box box = box(ink);
    double step = step(box);
    double mass = 0;
    double across = 0;
    double down = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        double value = ink.at(x, y);
        mass += value;
        across += value * (x + 0.5);
        down += value * (y + 0.5);
      }
    }
    return AreaAverage.window(
        ink,
        SIDE,
        SIDE,
        window(box.left(), across / mass, step),
        window(box.top(), down / mass, step));
  }

  /** Begins whole pixels of the result before the box does. */
  private static Window window(int boxStart, double centre, double step) {
    long pixels = Math.round((boxStart - centre) / step + MIDDLE);
    return new Window(boxStart - pixels * step, step);
  }
}

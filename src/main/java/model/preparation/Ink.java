package model.preparation;

import java.util.Arrays;
import java.util.Optional;
import model.preparation.AreaAverage.Window;

/**
 * A digit's ink by itself.
 *
 * @param values 0 to 1, with an empty margin around
 * @param digit what of the picture's marks it is
 */
record Ink(Grey values, Candidate digit) {
  /**
   * Of the longer side of the part with the digit, in pixels: ten for one of the result, if it is
   * sharp.
   */
  private static final int SIDE = 200;

  /** Around the digit, of its longer side. */
  private static final int MARGIN = 4;

  /** Wider than any stroke, of the longer side. */
  private static final double SQUARE = 0.4;

  /** A quarter of the digit is stronger than what counts as full ink. */
  private static final double FULL = 0.75;

  /** Below this share of full ink there is none, and beyond it the rest comes to 1 early. */
  private static final float NONE = 0.1f;

  private static final float RANGE = 0.8f;

  /** Of the brightest page: what is darker than a page in shadow is none. */
  private static final float DARKEST = 0.5f;

  /** Empty pixels around, for strokes that are made wider. */
  private static final int PADDING = 16;

  /**
   * Of the digit that was found, from the pixels of the picture itself.
   *
   * @return empty if on a closer look nothing stands out
   */
  static Optional<Ink> of(Grey picture, Search found) {
    Box box = found.box();
    int margin = Math.max(2, box.longerSide() / MARGIN);
    Box around = box.widened(margin, picture.width(), picture.height());
    Grey part = picture.part(around);
    return Scales.finestSharp(
        Math.min(SIDE, part.longerSide()),
        side -> of(picture, found, around, part.atMost(side)),
        Ink::digit);
  }

  private static Optional<Ink> of(Grey picture, Search found, Box around, Grey small) {
    Grey lined = small.calmed();
    Grey part =
        found
            .paper()
            .without(
                lined,
                window(around.left(), around.width(), lined.width(), across(found, picture)),
                window(around.top(), around.height(), lined.height(), down(found, picture)));
    Grey ink = found.dark() ? part.negated() : part;
    Grey hat = TopHat.of(ink, Search.square(ink, SQUARE));
    Grey strength = found.dark() ? reflected(hat, part) : hat;
    Marks marks = Marks.of(strength, Math.max(Search.INK * Search.level(strength), Grey.FLAT));
    return Candidate.of(marks, ink).map(digit -> new Ink(full(strength, digit), digit));
  }

  /**
   * What of the page's light ink takes away, of the brightest page's: a shadow darkens page and ink
   * by the same share, and ink that lies in it is none the fainter for that.
   *
   * @param hat how much darker than the page
   */
  private static Grey reflected(Grey hat, Grey part) {
    float[] page = new float[hat.values().length];
    float most = 0;
    for (int i = 0; i < page.length; i++) {
      page[i] = part.values()[i] + hat.values()[i];
      most = Math.max(most, page[i]);
    }
    float[] reflected = new float[page.length];
    for (int i = 0; i < page.length; i++) {
      reflected[i] = hat.values()[i] * most / Math.max(page[i], DARKEST * most);
    }
    return new Grey(hat.width(), hat.height(), reflected);
  }

  private static double across(Search found, Grey picture) {
    return (double) found.small().width() / picture.width();
  }

  private static double down(Search found, Grey picture) {
    return (double) found.small().height() / picture.height();
  }

  /** Where a part of the picture lies in what was searched. */
  private static Window window(int from, int size, int pixels, double scale) {
    return new Window(from * scale, scale * size / pixels);
  }

  /** Of its marks and the pixels around them, which are partly inked. */
  private static Grey full(Grey strength, Candidate digit) {
    float full = Order.quantile(valuesOf(strength, digit), FULL);
    int width = strength.width() + 2 * PADDING;
    float[] ink = new float[width * (strength.height() + 2 * PADDING)];
    for (int y = 0; y < strength.height(); y++) {
      for (int x = 0; x < strength.width(); x++) {
        if (touches(digit, x, y)) {
          float share = (strength.at(x, y) / full - NONE) / RANGE;
          ink[(y + PADDING) * width + x + PADDING] = Math.min(1, Math.max(0, share));
        }
      }
    }
    return new Grey(width, strength.height() + 2 * PADDING, ink);
  }

  private static float[] valuesOf(Grey strength, Candidate digit) {
    float[] values = new float[strength.values().length];
    int count = 0;
    for (int y = 0; y < strength.height(); y++) {
      for (int x = 0; x < strength.width(); x++) {
        if (digit.has(x, y)) {
          values[count++] = strength.at(x, y);
        }
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static boolean touches(Candidate digit, int x, int y) {
    for (int i = 0; i < 9; i++) {
      if (digit.has(x + i % 3 - 1, y + i / 3 - 1)) {
        return true;
      }
    }
    return false;
  }
}

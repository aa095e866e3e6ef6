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
   * Of the longer side of the part with the digit at most, in pixels: some seven for one of the
   * result.
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

  /** Of the page's brightness: more is a glint. */
  private static final double BRIGHT = 0.95;

  /** Of the bright page: what is darker is no page in a shadow. */
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
    int margin = Math.max((int) Math.ceil(2 / across(found, picture)), box.longerSide() / MARGIN);
    Box around = box.widened(margin, picture.width(), picture.height());
    Grey finest = picture.part(around).atMost(SIDE);
    return Scales.best(
        finest.longerSide(), side -> of(picture, found, around, finest.atMost(side)), Ink::digit);
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
    Grey strength = TopHat.of(ink, Search.square(ink, SQUARE));
    if (Search.level(strength) < Grey.FLAT) {
      return Optional.empty();
    }
    if (found.dark()) {
      float[] brightening = brightening(part, strength);
      ink = ink.times(brightening);
      strength = strength.times(brightening);
    }
    return of(ink, strength);
  }

  private static Optional<Ink> of(Grey ink, Grey strength) {
    Marks marks = Marks.of(strength, Search.INK * Search.level(strength));
    return Candidate.of(marks, ink).map(digit -> new Ink(full(strength, digit), digit));
  }

  /**
   * By what each pixel is to be multiplied for the page to be everywhere as bright as where it is
   * brightest: a shadow darkens page and ink by the same share, and ink that lies in it is none the
   * fainter for that.
   *
   * @param strength how much darker than the page
   */
  private static float[] brightening(Grey part, Grey strength) {
    float[] page = new float[strength.values().length];
    for (int i = 0; i < page.length; i++) {
      page[i] = part.values()[i] + strength.values()[i];
    }
    float bright = Order.quantile(page, BRIGHT);
    float[] brightening = new float[page.length];
    for (int i = 0; i < page.length; i++) {
      brightening[i] = bright / Math.max(page[i], Math.max(DARKEST * bright, Grey.FLAT));
    }
    return brightening;
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

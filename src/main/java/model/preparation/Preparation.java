package model.preparation;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes of a picture of a handwritten digit what MNIST's images are, since that is all that a
 * network trained on them knows: the digit is found, whichever way round its contrast is, freed of
 * the page, its light and its shadows, scaled into 20×20 pixels and centred by mass in 28×28, white
 * on black.
 */
public final class Preparation {
  /**
   * How wide strokes are at least in the result, in pixels: MNIST's were written with thick pens,
   * and a ballpoint's line would be a grey haze at that size.
   */
  private static final double LEAST_STROKE = 2.0;

  /** And at most: half of MNIST's have 2.6 or more, and in a broad brush's a 1 looks like a 4. */
  private static final double MOST_STROKE = 2.8;

  private Preparation() {}

  /**
   * Prepares a picture, which must be upright.
   *
   * @throws NoDigitException if nothing on it stands out
   */
  public static Prepared prepare(BufferedImage picture) {
    Crop crop = Crop.of(Grey.of(picture));
    Grey grey = crop.picture();
    Search found = Search.in(grey).orElseThrow(() -> nothing(grey));
    Ink ink = Ink.of(grey, found).orElseThrow(() -> nothing(grey));
    List<String> notes = new ArrayList<>();
    describe(notes, crop, found, ink.digit());
    return new Prepared(bytes(Centring.centred(ofUsualStrokes(ink.values(), notes))), notes);
  }

  private static NoDigitException nothing(Grey grey) {
    float[] values = grey.values();
    return new NoDigitException(
        String.format(
            Locale.ROOT,
            "Nothing stands out in %d × %d pixels: expected a digit that is darker or lighter than what is around it, found greys from %.2f to %.2f (0 is black, 1 is white). Take it closer, or with more contrast",
            grey.width(),
            grey.height(),
            Order.quantile(values, 0),
            Order.quantile(values, 1)));
  }

  private static double tenths(double value) {
    return Math.round(10 * value) / 10.0;
  }

  private static void describe(List<String> notes, Crop crop, Search found, Candidate digit) {
    Grey grey = crop.picture();
    Box box = found.box();
    notes.add(found.dark() ? "dark on light" : "light on dark");
    // Put together: each picture has these, and Java's formats take as long as much of the search.
    notes.add(
        ("digit of " + box.width() + " × " + box.height())
            + (" pixels at " + box.left() + ", " + box.top())
            + (" of " + grey.width() + " × " + grey.height()));
    if (crop.margin() > 0) {
      notes.add(
          "the picture ends where the digit does: page of %d pixels added around"
              .formatted(crop.margin()));
    }
    if (box.reachesEdge(grey.width(), grey.height())) {
      notes.add("it reaches the picture's edge");
    }
    if (found.paper().lines() > 0) {
      notes.add("lines of the paper taken away: %d".formatted(found.paper().lines()));
    }
    if (digit.parts() > 1) {
      notes.add("put together of %d marks".formatted(digit.parts()));
    }
    if (found.digit().others() > 0) {
      notes.add(
          "the mark that stands out most; %d more left out".formatted(found.digit().others()));
    }
  }

  private static void describe(List<String> notes, String how, double width, double to) {
    if (tenths(width) != to) {
      notes.add("strokes " + how + " from " + tenths(width) + " to " + to + " of the 28 pixels");
    }
  }

  private static Grey ofUsualStrokes(Grey ink, List<String> notes) {
    double step = Centring.step(Centring.box(ink));
    double width = Stroke.width(ink) / step;
    if (width > MOST_STROKE) {
      describe(notes, "narrowed", width, MOST_STROKE);
      return Stroke.narrowed(ink, (width - MOST_STROKE) * step / 2);
    }
    if (width >= LEAST_STROKE) {
      return ink;
    }
    describe(notes, "widened", width, LEAST_STROKE);
    return Stroke.widened(ink, (LEAST_STROKE - width) * step / 2);
  }

  /** With full ink at 255: what covers no pixel wholly is no greyer for that. */
  private static byte[] bytes(Grey image) {
    float most = Order.quantile(image.values(), 1);
    byte[] bytes = new byte[image.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * image.values()[i] / most);
    }
    return bytes;
  }
}

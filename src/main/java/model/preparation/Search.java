package model.preparation;

import java.util.Optional;
import model.preparation.AreaAverage.Window;

/**
 * Where the digit is in a picture, and which way round its contrast is.
 *
 * @param dark whether the ink is darker than the page
 * @param digit the marks that it is made of, in the pixels of {@code small}
 * @param box in the pixels of the picture that was searched
 * @param paper the lines that were taken away before
 * @param small the picture as it was searched
 */
record Search(boolean dark, Candidate digit, Box box, Paper paper, Grey small) {
  /** Of the longer side of what is searched first, in pixels. */
  private static final int SIDE = 400;

  /** Wider than any stroke, of the longer side. */
  private static final double SQUARE = 0.3;

  /** Ink is at least so strong, of the strongest there is. */
  static final float INK = 0.45f;

  /** The share of a picture that may be stronger than its ink: a glint, a speck. */
  private static final double SPECKS = 0.0003;

  /** How much better the less likely kind of contrast must be. */
  private static final double SURPRISE = 1 / 0.3;

  private static final Window AS_IT_IS = new Window(0, 1);

  private static final int COARSE = 32;

  /** Of the neighbourhood on each side within which a page is the larger part. */
  private static final double NEIGHBOURHOOD = 0.25;

  /**
   * Looks for it.
   *
   * @return empty if nothing stands out
   */
  static Optional<Search> in(Grey picture) {
    Grey finest = picture.atMost(SIDE);
    return Scales.best(
        finest.longerSide(), side -> in(picture, finest.atMost(side)), Search::digit);
  }

  private static Optional<Search> in(Grey picture, Grey small) {
    Grey lined = small.calmed();
    Paper paper = Paper.of(lined);
    Grey calm = paper.without(lined, AS_IT_IS, AS_IT_IS);
    Optional<Candidate> dark = brightest(calm.negated());
    Optional<Candidate> light = brightest(calm);
    if (dark.isEmpty() && light.isEmpty()) {
      return Optional.empty();
    }
    boolean isDark =
        light.isEmpty() || (dark.isPresent() && isFirst(dark.get(), light.get(), small));
    Candidate digit = (isDark ? dark : light).get();
    return Optional.of(new Search(isDark, digit, digit.box().scaled(small, picture), paper, small));
  }

  private static Optional<Candidate> brightest(Grey ink) {
    Grey strength = TopHat.of(ink, square(ink, SQUARE));
    float level = level(strength);
    return level < Grey.FLAT
        ? Optional.empty()
        : Candidate.of(Marks.of(strength, INK * level), ink);
  }

  /** A side in pixels for {@link TopHat}. */
  static int square(Grey picture, double share) {
    return Math.max(5, (int) (share * picture.longerSide()));
  }

  /** How strong ink is here, without specks. */
  static float level(Grey strength) {
    return Order.quantile(strength.values(), 1 - SPECKS);
  }

  private static boolean isFirst(Candidate dark, Candidate light, Grey picture) {
    if (dark.isLoopAround(light)) {
      return true;
    }
    if (light.isLoopAround(dark)) {
      return false;
    }
    if (dark.score() >= SURPRISE * light.score()) {
      return true;
    }
    return SURPRISE * dark.score() >= light.score() && isMostlyLight(picture);
  }

  /**
   * Whether what differs from its neighbourhood's median is darker: of two parts the page is the
   * larger one. By the sum of third powers, as skewness is.
   */
  private static boolean isMostlyLight(Grey picture) {
    Grey coarse = picture.atMost(COARSE);
    int reach = Math.max(2, (int) (NEIGHBOURHOOD * coarse.longerSide()));
    double cubes = 0;
    for (int y = 0; y < coarse.height(); y++) {
      for (int x = 0; x < coarse.width(); x++) {
        Box around = new Box(x, y, x + 1, y + 1).widened(reach, coarse.width(), coarse.height());
        double difference = coarse.at(x, y) - Order.median(coarse.part(around).values());
        cubes += difference * difference * difference;
      }
    }
    return cubes < 0;
  }
}

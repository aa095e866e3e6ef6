package model.preparation;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The scales at which a digit is looked for, each half as fine as the one before. What is out of
 * focus, or was enlarged from few pixels, has no edges at a fine one, as a shadow has none; at a
 * coarse one it is as sharp as any.
 */
final class Scales {
  /** Of the longer side, in pixels: there is none below, but for a picture that is smaller. */
  private static final int COARSEST = 50;

  /** How much more than a sharp mark, if a small one, that of a coarser scale must stand out. */
  private static final double SURPRISE = 3;

  private Scales() {}

  /**
   * What is found at the finest scale at which it is sharp and no speck; but what a finer one has
   * if that stands out more, or is sharp and stands out nearly as much.
   *
   * @param finest of the longer side, in pixels; positive
   * @param look what is found at a scale
   * @param digit of what was found
   * @return empty if nothing is found at any scale
   */
  static <T> Optional<T> best(
      int finest, IntFunction<Optional<T>> look, Function<T, Candidate> digit) {
    T best = null;
    for (int side = finest; side == finest || side >= COARSEST; side /= 2) {
      Optional<T> found = look.apply(side);
      if (found.isEmpty()) {
        continue;
      }
      Candidate candidate = digit.apply(found.get());
      if (best == null || isBetter(candidate, digit.apply(best))) {
        best = found.get();
      }
      if (!candidate.isSmall() && candidate.isSharp()) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean isBetter(Candidate coarse, Candidate fine) {
    return coarse.prominence() > (fine.isSharp() ? SURPRISE : 1) * fine.prominence();
  }
}

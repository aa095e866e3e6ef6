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
  /** Of the longer side, in pixels: strokes would be lost beyond. */
  private static final int COARSEST = 50;

  private Scales() {}

  /**
   * What is found at the finest scale at which it is sharp; of what is sharp at none, what stands
   * out most.
   *
   * @param finest of the longer side, in pixels
   * @param look what is found at a scale
   * @param digit of what was found
   * @return empty if nothing is found at any scale
   */
  static <T> Optional<T> finestSharp(
      int finest, IntFunction<Optional<T>> look, Function<T, Candidate> digit) {
    Optional<T> best = Optional.empty();
    for (int side = finest; side == finest || side >= COARSEST; side /= 2) {
      Optional<T> found = look.apply(side);
      if (found.isPresent() && digit.apply(found.get()).isSharp()) {
        return found;
      }
      if (best.isEmpty() || isBetter(found.map(digit), digit.apply(best.get()))) {
        best = found;
      }
    }
    return best;
  }

  private static boolean isBetter(Optional<Candidate> found, Candidate best) {
    return found.isPresent() && found.get().standsOut() > best.standsOut();
  }
}

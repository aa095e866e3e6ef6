package io.digits;

import java.util.SplittableRandom;

/**
 * Uniform draws by {@link SplittableRandom#nextDouble()} alone: the bounded and Gaussian draws of
 * {@code java.util.random} have changed their values between JDKs.
 */
final class Uniform {
  private Uniform() {}

  static double between(double low, double high, SplittableRandom random) {
    return low + (high - low) * random.nextDouble();
  }

  static double around(double centre, double reach, SplittableRandom random) {
    return between(centre - reach, centre + reach, random);
  }

  /** A whole number from 0 to {@code bound - 1}. */
  static int below(int bound, SplittableRandom random) {
    return (int) (bound * random.nextDouble());
  }
}

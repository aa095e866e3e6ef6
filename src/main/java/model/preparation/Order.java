package model.preparation;

import java.util.Arrays;

/** Values in their order. */
final class Order {
  private Order() {}

  static float median(float[] values) {
    return quantile(values, 0.5);
  }

  /**
   * The value below which that share of them lies.
   *
   * @param values at least one
   * @param share 0 to 1
   */
  static float quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}

package model.preparation;

/** Values in their order. */
final class Order {
  private Order() {}

  static float median(float[] values) {
    return quantile(values, 0.5);
  }

  /**
   * The value below which that share of them lies. Sorts no more of them than it takes to find it:
   * a picture asks for a dozen.
   *
   * @param values at least one
   * @param share 0 to 1
   */
  static float quantile(float[] values, double share) {
    float[] part = values.clone();
    int place = (int) Math.round(share * (part.length - 1));
    int low = 0;
    int high = part.length - 1;
    while (low < high) {
      int end = parted(part, low, high);
      if (place <= end) {
        high = end;
      } else {
        low = end + 1;
      }
    }
    return part[place];
  }

  /**
   * Puts what is smaller to the left, by the value in the middle (Hoare 1961, algorithm 65: find).
   *
   * @return the last place of the left part, which is not all of it
   */
  private static int parted(float[] values, int low, int high) {
    float middle = values[(low + high) >>> 1];
    int left = low - 1;
    int right = high + 1;
    while (true) {
      do {
        left++;
      } while (values[left] < middle);
      do {
        right--;
      } while (values[right] > middle);
      if (left >= right) {
        return right;
      }
      float swapped = values[left];
      values[left] = values[right];
      values[right] = swapped;
    }
  }
}

package bench;

import java.util.List;
import java.util.Locale;

/** Median, least and greatest of some measurements. */
record Spread(double median, double least, double greatest) {
  /**
   * Of an even number the median is the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: expected at least one, found none");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int last = sorted.size() - 1;
    return new Spread(
        (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2, sorted.get(0), sorted.get(last));
  }

  /** With as many digits as a measurement is good for. */
  static String rounded(double value) {
    return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%,.0f", value);
  }
}

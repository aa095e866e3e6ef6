package model;

/**
 * A closed interval of numbers, {@code low <= high}.
 *
 * @param low the smallest number of it
 * @param high the largest number of it
 */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Not an interval: expected low <= high, found low %s and high %s".formatted(low, high));
    }
  }

  public boolean contains(double number) {
    return low <= number && number <= high;
  }
}

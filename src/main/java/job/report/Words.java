package job.report;

import java.util.Locale;

/** Numbers as the page writes them. */
final class Words {
  private Words() {}

  /** Such as {@code 98.97 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** Such as {@code 60,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Such as {@code once}, {@code twice}, {@code 7 times}. */
  static String times(long count) {
    if (count == 1) {
      return "once";
    }
    return count == 2 ? "twice" : count(count) + " times";
  }
}

package model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.ChiSquareTest;

/** What makes a data set one that nobody should train on before a person has looked at it. */
public final class DataShift {
  /** The greatest share of its rows that a set may lose from one training to the next. */
  public static final double MOST_ROWS_LOST = 0.1;

  /**
   * Label histograms of one source differ so much as to have a smaller probability than this once
   * in a million nights.
   */
  public static final double LABEL_SIGNIFICANCE = 1e-6;

  private DataShift() {}

  /**
   * A set that was trained on before.
   *
   * @param name of who was trained on it, for messages
   */
  public record Former(String name, DataProfile profile) {}

  /** What is wrong with a set by itself, a line each, with the figures; none if nothing is. */
  public static List<String> faults(DataProfile now) {
    return missingClasses(now, label -> true);
  }

  /**
   * What is wrong with a set that was another one before:
   *
   * <ul>
   *   <li>a class has no row, and had some;
   *   <li>it has less than 1 - {@value #MOST_ROWS_LOST} of the rows;
   *   <li>its labels are spread otherwise: Pearson's chi-square test of the two histograms, with
   *       one degree of freedom less than there are classes, has a probability below {@value
   *       #LABEL_SIGNIFICANCE}. Rows that both sets have make the test the milder.
   * </ul>
   *
   * @param former the set that was trained on before
   */
  public static List<String> faults(Former former, DataProfile now) {
    DataProfile before = former.profile();
    List<String> faults =
        new ArrayList<>(missingClasses(now, label -> before.labels().get(label) > 0));
    if (now.rows() < (1 - MOST_ROWS_LOST) * before.rows()) {
      faults.add(
          String.format(
              Locale.ROOT,
              "rows: expected at least %.0f %% of the %d of %s, found %d",
              100 * (1 - MOST_ROWS_LOST),
              before.rows(),
              former.name(),
              now.rows()));
    }
    double p = sameLabelsP(before, now);
    if (p < LABEL_SIGNIFICANCE) {
      faults.add(
          String.format(
              Locale.ROOT,
              "labels: expected the shares of %s, %s, found %s (chi-square test, p %s, below %.0e)",
              former.name(),
              shares(before),
              shares(now),
              p == 0 ? "too small for a number" : String.format(Locale.ROOT, "%.2g", p),
              LABEL_SIGNIFICANCE));
    }
    return faults;
  }

  private static List<String> missingClasses(DataProfile now, IntPredicate expected) {
    return IntStream.range(0, now.labels().size())
        .filter(label -> expected.test(label) && now.labels().get(label) == 0)
        .mapToObj("class %d: expected rows of it, found none"::formatted)
        .toList();
  }

  /** How probable it is that two sets of one source differ so much in their labels, or more. */
  static double sameLabelsP(DataProfile before, DataProfile now) {
    // A class that neither set has tells nothing, and the test does not take it.
    int[] classes =
        IntStream.range(0, now.labels().size())
            .filter(label -> before.labels().get(label) + now.labels().get(label) > 0)
            .toArray();
    if (classes.length < 2) {
      return 1;
    }
    return new ChiSquareTest()
        .chiSquareTestDataSetsComparison(counts(before, classes), counts(now, classes));
  }

  private static long[] counts(DataProfile profile, int[] classes) {
    return IntStream.of(classes).mapToLong(profile.labels()::get).toArray();
  }

  /** In per cent, by class. */
  private static String shares(DataProfile profile) {
    return profile.labels().stream()
        .map(rows -> String.format(Locale.ROOT, "%.1f", 100.0 * rows / profile.rows()))
        .collect(Collectors.joining(" ", "", " %"));
  }
}

package model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How often examples of each class were taken for each class: {@code [classes, classes]} exact
 * counts, rows are the truth, columns the prediction.
 *
 * <p>Immutable. {@link #plus} is exact, associative and commutative, so the counts of a data set
 * are the same however it was split. A sum past {@link Long#MAX_VALUE} is an {@link
 * ArithmeticException}.
 *
 * <p>A class, not a record, because Kryo cannot read records and Spark may ship these by Kryo.
 */
public final class Confusion implements Serializable {
  /** The largest number of examples of which {@link #interval95} knows the interval. */
  static final long MOST_TRIALS = 1L << 30;

  private static final long serialVersionUID = 1L;
  private static final double CONFIDENCE = 0.95;

  private final long[][] counts;

  private Confusion(long[][] counts) {
    this.counts = counts;
  }

  /** Counts of nothing yet. */
  public static Confusion empty(int classes) {
    return builder(classes).build();
  }

  /**
   * Counts that were made elsewhere.
   *
   * @param counts {@code [truth, predicted]}, square, none negative; copied
   */
  public static Confusion of(List<List<Long>> counts) {
    Builder builder = builder(counts.size());
    for (int truth = 0; truth < counts.size(); truth++) {
      List<Long> row = counts.get(truth);
      if (row.size() != counts.size()) {
        throw new IllegalArgumentException(
            "Row %d of the confusion counts has the wrong length: expected %d, found %d"
                .formatted(truth, counts.size(), row.size()));
      }
      for (int predicted = 0; predicted < row.size(); predicted++) {
        builder.add(truth, predicted, row.get(predicted));
      }
    }
    return builder.build();
  }

  public static Builder builder(int classes) {
    return new Builder(classes);
  }

  /** The counts of both. */
  public Confusion plus(Confusion other) {
    if (other.classes() != classes()) {
      throw new IllegalArgumentException(
          "Counts of different classifications cannot be added: expected %d classes, found %d"
              .formatted(classes(), other.classes()));
    }
    long[][] sum = new long[classes()][classes()];
    for (int truth = 0; truth < classes(); truth++) {
      for (int predicted = 0; predicted < classes(); predicted++) {
        sum[truth][predicted] =
            Math.addExact(counts[truth][predicted], other.counts[truth][predicted]);
      }
    }
    return new Confusion(sum);
  }

  public int classes() {
    return counts.length;
  }

  public long count(int truth, int predicted) {
    return counts[checked(truth, classes())][checked(predicted, classes())];
  }

  /** The counts as {@link #of} takes them; unmodifiable. */
  public List<List<Long>> rows() {
    return Arrays.stream(counts).map(row -> LongStream.of(row).boxed().toList()).toList();
  }

  public long examples() {
    return labels().mapToLong(this::support).reduce(0, Math::addExact);
  }

  public long correct() {
    return labels().mapToLong(label -> counts[label][label]).reduce(0, Math::addExact);
  }

  /** The share of examples that were recognised, 0 to 1. Of no examples: IllegalStateException. */
  public double accuracy() {
    return (double) correct() / requireExamples();
  }

  /**
   * The interval that holds the true accuracy with 95 % confidence: Wilson's score interval without
   * continuity correction (Wilson 1927). It starts at exactly 0 if nothing was recognised and ends
   * at exactly 1 if everything was. Of no examples, or more than 2^30 (Commons Math computes in
   * {@code int}): IllegalStateException.
   */
  public Interval interval95() {
    long trials = requireExamples();
    long successes = correct();
    if (trials > MOST_TRIALS) {
      throw new IllegalStateException(
          "Too many examples for an interval: expected at most %d, found %d"
              .formatted(MOST_TRIALS, trials));
    }
    ConfidenceInterval wilson =
        new WilsonScoreInterval().createInterval((int) trials, (int) successes, CONFIDENCE);
    // Rounding leaves the ends a few ulps beside 0 and 1.
    return new Interval(
        successes == 0 ? 0 : wilson.getLowerBound(),
        successes == trials ? 1 : wilson.getUpperBound());
  }

  /** The number of examples that are of this class. */
  public long support(int label) {
    return LongStream.of(counts[checked(label, classes())]).reduce(0, Math::addExact);
  }

  /**
   * Of the examples that were taken for this class, the share that is of it; 0 if none was taken
   * for it (as scikit-learn's {@code zero_division=0}).
   */
  public double precision(int label) {
    return ratio(count(label, label), predicted(label));
  }

  /** Of the examples of this class, the share that was taken for it; 0 if it has no examples. */
  public double recall(int label) {
    return ratio(count(label, label), support(label));
  }

  /** The harmonic mean of precision and recall; 0 if the class neither occurs nor is predicted. */
  public double f1(int label) {
    return ratio(
        Math.multiplyExact(2, count(label, label)),
        Math.addExact(support(label), predicted(label)));
  }

  /**
   * The class of the lowest recall; of several the lowest label. Classes without examples do not
   * count. Of no examples: IllegalStateException.
   */
  public int worstClass() {
    requireExamples();
    int worst = -1;
    for (int label = 0; label < classes(); label++) {
      if (support(label) > 0 && (worst < 0 || recall(label) < recall(worst))) {
        worst = label;
      }
    }
    return worst;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confusion confusion && Arrays.deepEquals(counts, confusion.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "Confusion" + Arrays.deepToString(counts);
  }

  private long predicted(int label) {
    return labels().mapToLong(truth -> counts[truth][label]).reduce(0, Math::addExact);
  }

  IntStream labels() {
    return IntStream.range(0, classes());
  }

  private long requireExamples() {
    long examples = examples();
    if (examples == 0) {
      throw new IllegalStateException(
          "Nothing can be said of no examples: count at least one before asking for figures");
    }
    return examples;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static int checked(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "No such class: expected 0 to %d, found %d".formatted(classes - 1, label));
    }
    return label;
  }

  /** Counts one example after the other. For one thread. */
  public static final class Builder {
    private final long[][] counts;

    private Builder(int classes) {
      if (classes < 1) {
        throw new IllegalArgumentException(
            "A classification needs a class: expected at least 1, found " + classes);
      }
      counts = new long[classes][classes];
    }

    /** Counts one example of class {@code truth} that was taken for class {@code predicted}. */
    public Builder add(int truth, int predicted) {
      return add(truth, predicted, 1);
    }

    /** Counts {@code examples} of them; not negative. */
    public Builder add(int truth, int predicted, long examples) {
      if (examples < 0) {
        throw new IllegalArgumentException(
            "Examples of class %d taken for class %d: expected at least 0, found %d"
                .formatted(truth, predicted, examples));
      }
      long[] row = counts[checked(truth, counts.length)];
      checked(predicted, counts.length);
      row[predicted] = Math.addExact(row[predicted], examples);
      return this;
    }

    /** What was counted so far; later counting does not change it. */
    public Confusion build() {
      return new Confusion(Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new));
    }
  }
}

package model;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The difference of two accuracies that were counted on the same rows: only the rows that one of
 * two networks alone has right tell of it.
 *
 * @param gained rows that the second network alone has right
 * @param lost rows that the first network alone has right
 * @param rows all of them, at least 1, at most {@value #MOST_ROWS} (Commons Math counts in {@code
 *     int})
 */
public record PairedDifference(long gained, long lost, long rows) {
  static final long MOST_ROWS = 1L << 30;

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final double ACCURACY = 1e-10;
  private static final int MOST_STEPS = 1000;

  public PairedDifference {
    if (rows < 1 || rows > MOST_ROWS || gained < 0 || lost < 0 || gained + lost > rows) {
      throw new IllegalArgumentException(
          "expected 1 to %d rows, and no more that one network alone has right, found %d rows, %d gained and %d lost"
              .formatted(MOST_ROWS, rows, gained, lost));
    }
  }

  /** By how much the second network's accuracy is the greater one, -1..1. */
  public double estimate() {
    return (double) (gained - lost) / rows;
  }

  /**
   * How probable it is that two networks of the same accuracy differ by so much in favour of the
   * second, or by more: McNemar's exact test, one-sided, where the counts that were found count by
   * half. That "mid-p" keeps its level where the exact test, of few rows, hardly ever comes to it
   * (Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91).
   */
  public double betterP() {
    int discordant = Math.toIntExact(gained + lost);
    BinomialDistribution even = new BinomialDistribution(null, discordant, 0.5);
    int found = (int) gained;
    return 1 - even.cumulativeProbability(found) + even.probability(found) / 2;
  }

  /**
   * How probable it is that two networks of the same accuracy differ by so much or by more, in
   * favour of whichever: McNemar's test, two-sided, with mid-p as in {@link #betterP}.
   */
  public double differsP() {
    double better = betterP();
    return Math.min(1, 2 * Math.min(better, 1 - better));
  }

  /**
   * How probable it is that the second network, if its accuracy is less by {@code margin}, does as
   * well as it did, or better: the score test of Tango (1998, Statistics in Medicine 17:891-908)
   * for the difference of paired proportions. Where hardly a row is gained its normal approximation
   * promises too much, so it is at least the exact probability that a network which gains none and
   * loses the margin loses no more than the rows by which this one does worse.
   *
   * @param margin above 0, below 1
   */
  public double notWorseP(double margin) {
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException("margin: expected above 0, below 1, found " + margin);
    }
    double tango = 1 - NORMAL.cumulativeProbability(score(-margin));
    BinomialDistribution losses = new BinomialDistribution(null, (int) rows, margin);
    return Math.max(tango, losses.cumulativeProbability((int) (lost - gained)));
  }

  /**
   * The differences that Tango's score test does not reject.
   *
   * @param confidence such as 0.95
   */
  public Interval interval(double confidence) {
    double limit = NORMAL.inverseCumulativeProbability((1 + confidence) / 2);
    return new Interval(end(limit, -1, estimate()), end(-limit, estimate(), 1));
  }

  /** Where the score, which falls as the difference grows, is {@code limit}. */
  private double end(double limit, double from, double to) {
    if (score(from) <= limit) {
      return from;
    }
    if (score(to) >= limit) {
      return to;
    }
    return new BrentSolver(ACCURACY)
        .solve(MOST_STEPS, difference -> score(difference) - limit, from, to);
  }

  /**
   * By how many standard deviations the counts lie above those that a true difference leads to. The
   * deviation is that of the most likely share of lost rows, given the difference.
   */
  private double score(double difference) {
    double a = 2.0 * rows;
    double b = -gained - lost + (2.0 * rows - gained + lost) * difference;
    double c = -lost * difference * (1 - difference);
    double share = (Math.sqrt(Math.max(b * b - 4 * a * c, 0)) - b) / (2 * a);
    double variance = rows * (2 * share + difference * (1 - difference));
    double above = gained - lost - rows * difference;
    if (variance <= 0) {
      return above == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, above);
    }
    return above / Math.sqrt(variance);
  }
}

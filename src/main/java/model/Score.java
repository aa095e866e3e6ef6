package model;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a network made of a block of examples: the exact counts and the sum of the losses.
 *
 * <p>Immutable. <b>Order:</b> counts may be added in any order, sums of doubles may not. A loss is
 * the same on every cluster only if the blocks are the same rows (cut by row index, not by
 * partition), each block sums its rows in row order, and the blocks are added by {@link #plus} from
 * the left in the order of their first row, starting with {@link #empty}.
 *
 * <p>A class, not a record, because Kryo cannot read records and Spark may ship these by Kryo.
 */
public final class Score implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Confusion confusion;
  private final double lossSum;

  /**
   * A block's score.
   *
   * @param lossSum the sum of the examples' negative log-likelihoods, in nats; not negative;
   *     infinite or NaN if the network has diverged
   */
  public Score(Confusion confusion, double lossSum) {
    this.confusion = Objects.requireNonNull(confusion, "confusion");
    this.lossSum = lossSum;
    if (lossSum < 0) {
      throw new IllegalArgumentException(
          "The sum of the losses is off: expected at least 0 nats, found " + lossSum);
    }
  }

  /** The score of nothing yet: the left end of every sum. */
  public static Score empty(int classes) {
    return new Score(Confusion.empty(classes), 0);
  }

  /** The score of this block and the one that follows it. */
  public Score plus(Score next) {
    return new Score(confusion.plus(next.confusion), lossSum + next.lossSum);
  }

  public Confusion confusion() {
    return confusion;
  }

  /** In nats, over all examples. */
  public double lossSum() {
    return lossSum;
  }

  /** The mean negative log-likelihood of an example, in nats. Of none: IllegalStateException. */
  public double meanLoss() {
    long examples = confusion.examples();
    if (examples == 0) {
      throw new IllegalStateException(
          "No mean of no examples: score at least one before asking for the mean loss");
    }
    return lossSum / examples;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Score score
        && confusion.equals(score.confusion)
        && Double.compare(lossSum, score.lossSum) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(confusion, lossSum);
  }

  @Override
  public String toString() {
    return "Score[%s, lossSum=%s]".formatted(confusion, lossSum);
  }
}

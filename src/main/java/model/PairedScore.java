package model;

import java.io.Serializable;
import java.util.Objects;

/**
 * What two networks, a champion and its challenger, made of the same rows.
 *
 * <p>Immutable. {@link #plus} is exact, associative and commutative, so the counts are the same
 * however the rows were split.
 *
 * <p>A class, not a record, because Kryo cannot read records and Spark may ship these by Kryo.
 */
public final class PairedScore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Confusion champion;
  private final Confusion challenger;
  private final long gained;
  private final long lost;

  /**
   * Counts that were made elsewhere.
   *
   * @param champion its counts
   * @param challenger its counts, of the same rows
   * @param gained rows that the challenger alone has right
   * @param lost rows that the champion alone has right
   * @throws IllegalArgumentException if these cannot be of the same rows
   */
  public PairedScore(Confusion champion, Confusion challenger, long gained, long lost) {
    this.champion = Objects.requireNonNull(champion, "champion");
    this.challenger = Objects.requireNonNull(challenger, "challenger");
    this.gained = gained;
    this.lost = lost;
    requireSameRows();
  }

  private void requireSameRows() {
    boolean sameRows =
        champion.classes() == challenger.classes()
            && champion
                .labels()
                .allMatch(label -> champion.support(label) == challenger.support(label));
    long bothRight = champion.correct() - lost;
    if (!sameRows
        || gained < 0
        || lost < 0
        || bothRight < 0
        || bothRight != challenger.correct() - gained
        || bothRight + gained + lost > champion.examples()) {
      throw new IllegalArgumentException(
          "Not counts of the same rows: champion %s, challenger %s, right by the challenger alone %d, by the champion alone %d"
              .formatted(champion, challenger, gained, lost));
    }
  }

  /** The counts of nothing yet. */
  public static PairedScore empty(int classes) {
    return new Builder(classes).build();
  }

  public static Builder builder(int classes) {
    return new Builder(classes);
  }

  /** Counts row by row. Not for several threads. */
  public static final class Builder {
    private final Confusion.Builder champion;
    private final Confusion.Builder challenger;
    private long gained;
    private long lost;

    private Builder(int classes) {
      this.champion = Confusion.builder(classes);
      this.challenger = Confusion.builder(classes);
    }

    /**
     * Counts rows that are alike.
     *
     * @param truth their class
     * @param byChampion the class that the champion takes them for
     * @param byChallenger the class that the challenger takes them for
     * @param rows how many, 0 or more
     */
    public Builder add(int truth, int byChampion, int byChallenger, long rows) {
      champion.add(truth, byChampion, rows);
      challenger.add(truth, byChallenger, rows);
      if (byChampion != truth && byChallenger == truth) {
        gained = Math.addExact(gained, rows);
      }
      if (byChampion == truth && byChallenger != truth) {
        lost = Math.addExact(lost, rows);
      }
      return this;
    }

    public PairedScore build() {
      return new PairedScore(champion.build(), challenger.build(), gained, lost);
    }
  }

  /** The counts of both. */
  public PairedScore plus(PairedScore other) {
    return new PairedScore(
        champion.plus(other.champion),
        challenger.plus(other.challenger),
        Math.addExact(gained, other.gained),
        Math.addExact(lost, other.lost));
  }

  public Confusion champion() {
    return champion;
  }

  public Confusion challenger() {
    return challenger;
  }

  /** How the challenger's accuracy differs from the champion's. */
  public PairedDifference difference() {
    return new PairedDifference(gained, lost, champion.examples());
  }

  /** How much recall a class has with the champion that it has not with the challenger, -1..1. */
  public double recallLoss(int label) {
    return champion.recall(label) - challenger.recall(label);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairedScore score
        && champion.equals(score.champion)
        && challenger.equals(score.challenger)
        && gained == score.gained
        && lost == score.lost;
  }

  @Override
  public int hashCode() {
    return Objects.hash(champion, challenger, gained, lost);
  }

  @Override
  public String toString() {
    return "PairedScore[champion=%s, challenger=%s, gained=%d, lost=%d]"
        .formatted(champion, challenger, gained, lost);
  }
}

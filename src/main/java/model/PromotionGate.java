package model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import model.PromotionDecision.Keep;
import model.PromotionDecision.Promote;

/**
 * The rules by which a challenger is promoted, a pure function of counts on rows that neither
 * network was trained on. In their order:
 *
 * <ol>
 *   <li>an accuracy below {@code floor} keeps it back;
 *   <li>so does a class whose recall is less than the champion's by more than {@code
 *       mostRecallLoss};
 *   <li>the first of all is promoted;
 *   <li>one that is significantly better is promoted: {@link PairedDifference#betterP};
 *   <li>one that was trained on newer data is promoted if it is significantly not worse by {@code
 *       margin}: {@link PairedDifference#notWorseP};
 *   <li>any other is kept back.
 * </ol>
 *
 * @param floor of the accuracy, 0..1
 * @param margin by which a challenger of newer data may be worse, above 0, below 1
 * @param significance of both tests, above 0, at most 0.5
 * @param mostRecallLoss of any class, 0..1
 */
public record PromotionGate(
    double floor, double margin, double significance, double mostRecallLoss) {
  public PromotionGate {
    if (!(floor >= 0 && floor <= 1)
        || !(margin > 0 && margin < 1)
        || !(significance > 0 && significance <= 0.5)
        || !(mostRecallLoss >= 0 && mostRecallLoss <= 1)) {
      throw new IllegalArgumentException(
          "expected a floor of 0 to 1, a margin above 0 and below 1, a significance above 0 up to 0.5 and a loss of recall of 0 to 1, found %s, %s, %s and %s"
              .formatted(floor, margin, significance, mostRecallLoss));
    }
  }

  /**
   * Judges a challenger where there is no champion.
   *
   * @param challenger its counts, of at least one row
   */
  public PromotionDecision judgeFirst(Confusion challenger) {
    return belowFloor(challenger)
        .<PromotionDecision>map(Keep::new)
        .orElseGet(
            () ->
                new Promote(
                    "the first: accuracy %s, floor %s"
                        .formatted(percent(challenger.accuracy()), percent(floor))));
  }

  /**
   * Judges a challenger.
   *
   * @param score of at least one row
   * @param data that the challenger was trained on
   */
  public PromotionDecision judge(PairedScore score, Data data) {
    Optional<String> veto = belowFloor(score.challenger()).or(() -> losingRecall(score));
    if (veto.isPresent()) {
      return new Keep(veto.get());
    }
    PairedDifference difference = score.difference();
    double betterP = difference.betterP();
    if (betterP <= significance) {
      return new Promote("better: " + figures(difference, betterP));
    }
    if (data == Data.SAME_OR_OLDER) {
      return new Keep("not better, and no newer data: " + figures(difference, betterP));
    }
    double notWorseP = difference.notWorseP(margin);
    String figures = figures(difference, notWorseP);
    return notWorseP <= significance
        ? new Promote("not worse by %s, of newer data: %s".formatted(percent(margin), figures))
        : new Keep("may be worse by %s: %s".formatted(percent(margin), figures));
  }

  /** How the challenger's data compare with the champion's. */
  public enum Data {
    /** Others, of a later date. */
    NEWER,
    SAME_OR_OLDER
  }

  private Optional<String> belowFloor(Confusion challenger) {
    return challenger.accuracy() >= floor
        ? Optional.empty()
        : Optional.of(
            "below the floor: accuracy %s, floor %s"
                .formatted(percent(challenger.accuracy()), percent(floor)));
  }

  private Optional<String> losingRecall(PairedScore score) {
    String lost =
        score
            .champion()
            .labels()
            .filter(label -> score.recallLoss(label) > mostRecallLoss)
            .mapToObj(
                label ->
                    "class %d from %s to %s"
                        .formatted(
                            label,
                            percent(score.champion().recall(label)),
                            percent(score.challenger().recall(label))))
            .collect(Collectors.joining(", "));
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of("recall falls by more than %s: %s".formatted(percent(mostRecallLoss), lost));
  }

  private String figures(PairedDifference difference, double p) {
    return String.format(
        Locale.ROOT,
        "%d rows gained and %d lost of %d (%+.3f %%), p %.4g, significance %s",
        difference.gained(),
        difference.lost(),
        difference.rows(),
        100 * difference.estimate(),
        p,
        significance);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}

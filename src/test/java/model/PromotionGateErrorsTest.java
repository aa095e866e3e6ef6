package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import model.PromotionDecision.Promote;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the gate errs, of 10,000 pairs of networks whose true accuracies are known, each pair
 * on rows of its own.
 */
class PromotionGateErrorsTest {
  private static final int PAIRS = 10_000;
  private static final int ROWS = 6_000;
  private static final double SIGNIFICANCE = 0.05;
  private static final double MARGIN = 0.002;
  private static final PromotionGate GATE = new PromotionGate(0.9, MARGIN, SIGNIFICANCE, 0.03);

  /** Three standard deviations of a share of {@link #PAIRS} that is {@link #SIGNIFICANCE}. */
  private static final double CHANCE = 3 * Math.sqrt(SIGNIFICANCE * (1 - SIGNIFICANCE) / PAIRS);

  /** The shares of all rows that one of the two alone has right, and what the gate is to do. */
  @ParameterizedTest
  @CsvSource({
    // Worse, or as good, of the same data.
    "0.002, 0.004, SAME_OR_OLDER",
    "0.010, 0.011, SAME_OR_OLDER",
    "0.004, 0.004, SAME_OR_OLDER",
    // Worse by the margin, the least that newer data do not excuse.
    "0.0005, 0.0025, NEWER",
    "0.002, 0.004, NEWER",
    "0.005, 0.007, NEWER",
    "0.010, 0.012, NEWER"
  })
  void aWorseChallengerIsPromotedAtMostAsOftenAsTheSignificanceSays(
      double gained, double lost, PromotionGate.Data data) {
    assertThat(shareOfPromoted(gained, lost, data)).isLessThan(SIGNIFICANCE + CHANCE);
  }

  /** The other error: the shares were computed with SciPy, of 400,000 pairs each. */
  @ParameterizedTest
  @CsvSource({
    "0.006, 0.002, SAME_OR_OLDER, 0.973",
    "0.002, 0.002, NEWER, 0.751",
    "0.004, 0.002, NEWER, 0.991"
  })
  void aBetterOneAndAnEqualOneOfNewerDataAreMostlyPromoted(
      double gained, double lost, PromotionGate.Data data, double atLeast) {
    assertThat(shareOfPromoted(gained, lost, data)).isGreaterThan(atLeast - 0.01);
  }

  private static double shareOfPromoted(double gained, double lost, PromotionGate.Data data) {
    SplittableRandom random = new SplittableRandom(1);
    long promoted =
        IntStream.range(0, PAIRS)
            .filter(pair -> GATE.judge(score(random, gained, lost), data) instanceof Promote)
            .count();
    return (double) promoted / PAIRS;
  }

  /** Ten classes in turn; 1 % of the rows are wrong with both. */
  private static PairedScore score(SplittableRandom random, double gained, double lost) {
    long[][] counts = new long[10][4];
    for (int row = 0; row < ROWS; row++) {
      double draw = random.nextDouble();
      int kind = draw < gained ? 0 : draw < gained + lost ? 1 : draw < gained + lost + 0.01 ? 2 : 3;
      counts[row % 10][kind]++;
    }
    PairedScore.Builder score = PairedScore.builder(10);
    for (int truth = 0; truth < 10; truth++) {
      int other = (truth + 1) % 10;
      score
          .add(truth, other, truth, counts[truth][0])
          .add(truth, truth, other, counts[truth][1])
          .add(truth, other, other, counts[truth][2])
          .add(truth, truth, truth, counts[truth][3]);
    }
    return score.build();
  }
}

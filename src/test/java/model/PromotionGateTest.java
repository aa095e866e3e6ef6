package model;

import static model.PromotionGate.Data.NEWER;
import static model.PromotionGate.Data.SAME_OR_OLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import model.PromotionDecision.Keep;
import model.PromotionDecision.Promote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionGateTest {
  private static final PromotionGate GATE = new PromotionGate(0.97, 0.002, 0.05, 0.02);
  private static final int ROWS_OF_A_CLASS = 3_000;

  /** Every way through the rules: 6,000 rows of two classes, both networks wrong on some. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # both wrong | gained, lost of class 0 | of class 1 | data     | decision
             60        |  20   |    5             |  0  |  0   | SAME_OR_OLDER | Promote | better: 20 rows gained and 5 lost of 6000 (+0.250 %), p 0.001
             60        |   0   |    0             | 20  |  5   | NEWER         | Promote | better: 20 rows gained
             60        |  10   |   10             |  0  |  0   | SAME_OR_OLDER | Keep    | not better, and no newer data: 10 rows gained and 10 lost
             60        |   0   |    0             |  0  |  0   | SAME_OR_OLDER | Keep    | not better, and no newer data: 0 rows gained and 0 lost
             60        |   0   |    0             |  0  |  0   | NEWER         | Promote | not worse by 0.20 %, of newer data: 0 rows gained and 0 lost of 6000 (+0.000 %), p 0.0002626
             60        |  10   |   10             |  0  |  0   | NEWER         | Promote | not worse by 0.20 %, of newer data
             60        |   5   |   12             |  0  |  0   | NEWER         | Keep    | may be worse by 0.20 %: 5 rows gained and 12 lost of 6000 (-0.117 %), p 0.1
             60        |   0   |    0             |  5  | 25   | NEWER         | Keep    | may be worse by 0.20 %
            170        |  40   |    5             |  0  |  0   | NEWER         | Promote | better
            180        |  40   |    5             |  0  |  0   | NEWER         | Keep    | below the floor: accuracy 96.92 %, floor 97.00 %
             60        |   0   |   61             | 90  |  0   | NEWER         | Keep    | recall falls by more than 2.00 %: class 0 from 99.00 % to 96.97 %
             60        |   0   |   59             | 90  |  0   | NEWER         | Promote | better
          """)
  void decides(
      long bothWrong,
      long gained0,
      long lost0,
      long gained1,
      long lost1,
      PromotionGate.Data data,
      String decision,
      String reason) {
    PairedScore score =
        PairedScore.builder(2)
            .add(0, 1, 1, bothWrong / 2)
            .add(0, 1, 0, gained0)
            .add(0, 0, 1, lost0)
            .add(0, 0, 0, ROWS_OF_A_CLASS - bothWrong / 2 - gained0 - lost0)
            .add(1, 0, 0, bothWrong / 2)
            .add(1, 0, 1, gained1)
            .add(1, 1, 0, lost1)
            .add(1, 1, 1, ROWS_OF_A_CLASS - bothWrong / 2 - gained1 - lost1)
            .build();

    PromotionDecision decided = GATE.judge(score, data);

    assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
    assertThat(decided.reason()).startsWith(reason);
  }

  @Test
  void promotesTheFirstThatReachesTheFloor() {
    assertThat(GATE.judgeFirst(confusion(97)))
        .isEqualTo(new Promote("the first: accuracy 97.00 %, floor 97.00 %"));
    assertThat(GATE.judgeFirst(confusion(96)))
        .isEqualTo(new Keep("below the floor: accuracy 96.00 %, floor 97.00 %"));
  }

  private static Confusion confusion(int right) {
    return Confusion.builder(2).add(0, 0, right).add(0, 1, 100 - right).build();
  }

  @Test
  void saysEveryClassThatLosesRecall() {
    PairedScore score =
        PairedScore.builder(3)
            .add(0, 0, 1, 30)
            .add(0, 0, 0, 970)
            .add(1, 1, 1, 1000)
            .add(2, 2, 0, 40)
            .add(2, 2, 2, 960)
            .build();

    assertThat(GATE.judge(score, NEWER).reason())
        .isEqualTo(
            "recall falls by more than 2.00 %: class 0 from 100.00 % to 97.00 %, class 2 from 100.00 % to 96.00 %");
  }

  @Test
  void judgesAtTheStatedSignificance() {
    PairedScore score =
        PairedScore.builder(2).add(0, 1, 0, 8).add(0, 0, 1, 2).add(0, 0, 0, 990).build();

    assertThat(score.difference().betterP()).isBetween(0.03, 0.04);
    assertThat(GATE.judge(score, SAME_OR_OLDER)).isInstanceOf(Promote.class);
    assertThat(new PromotionGate(0.97, 0.002, 0.03, 0.02).judge(score, SAME_OR_OLDER))
        .isInstanceOf(Keep.class);
  }

  @Test
  void refusesRulesThatCannotBe() {
    assertThatThrownBy(() -> new PromotionGate(1.1, 0.002, 0.05, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1.1, 0.002, 0.05 and 0.02");
    assertThatThrownBy(() -> new PromotionGate(0.97, 0, 0.05, 0.02)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new PromotionGate(0.97, 0.002, 0.6, 0.02)).hasMessageContaining("0.6");
    assertThatThrownBy(() -> new PromotionGate(0.97, 0.002, 0.05, Double.NaN))
        .hasMessageContaining("NaN");
  }

  @Test
  void refusesCountsOfOtherRows() {
    Confusion two = confusion(2);
    assertThatThrownBy(() -> new PairedScore(two, confusion(3), 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Not counts of the same rows");
    assertThatThrownBy(
            () -> new PairedScore(two, Confusion.builder(2).add(1, 1, 100).build(), 0, 0))
        .hasMessageContaining("Not counts of the same rows");
    assertThat(new PairedScore(two, confusion(3), 1, 0).difference().estimate()).isEqualTo(0.01);
  }
}

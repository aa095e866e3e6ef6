package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {
  private static final double FIVE_PERCENT = 1.6448536269514722;

  /**
   * Airway hyper-responsiveness of 21 children before and after a transplantation (Bentur et al.
   * 2009), the example of Fagerland, Lydersen and Laake (2013, 2014): 1 and 7 discordant. Of their
   * two-sided mid-p, 0.0391, this is one half; their interval by Tango's score is -0.517 to -0.026,
   * the other way round.
   */
  @Test
  void equalsThePublishedExample() {
    PairedDifference children = new PairedDifference(7, 1, 21);

    assertThat(children.betterP()).isEqualTo(5 / 256.0, within(1e-12));
    Interval interval = children.interval(0.95);
    assertThat(interval.low()).isEqualTo(0.0260030, within(1e-6));
    assertThat(interval.high()).isEqualTo(0.5172323, within(1e-6));
    assertThat(children.estimate()).isEqualTo(6 / 21.0);
  }

  /** By hand: P(X > gained) + P(X = gained) / 2, X binomial of gained + lost even throws. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.5",
    "1, 0, 0.25",
    "0, 1, 0.75",
    "2, 2, 0.5",
    "3, 1, 0.1875",
    "4, 0, 0.03125",
    "5, 0, 0.015625"
  })
  void halvesTheProbabilityOfWhatWasFound(long gained, long lost, double p) {
    assertThat(new PairedDifference(gained, lost, 100).betterP()).isEqualTo(p, within(1e-12));
  }

  /**
   * Without discordant rows Tango's score is sqrt(n margin / (1 - margin)) deviations, and the
   * exact probability to lose none is (1 - margin)^n: the greater of both.
   */
  @Test
  void twoNetworksThatAgreeAreNotWorseOnceThereAreRowsEnough() {
    PairedDifference few = new PairedDifference(0, 0, 1_000);
    PairedDifference many = new PairedDifference(0, 0, 2_000);

    assertThat(few.notWorseP(0.002)).isEqualTo(0.1351, within(1e-4)); // Tango's: 0.0784
    assertThat(many.notWorseP(0.002)).isEqualTo(0.0226, within(1e-4)); // exactly: 0.0182
  }

  /**
   * Summed over all counts, no simulation: where a challenger gains next to nothing, Tango's test
   * alone would promote one that is worse by the margin in up to 6.6 % (1,360 rows).
   */
  @ParameterizedTest
  @CsvSource({"400", "1000", "1360", "1450", "2300", "3100", "6000"})
  void comesToItsLevelAtMost(int rows) {
    for (double gained : new double[] {0, 0.0001, 0.0005, 0.002, 0.005}) {
      assertThat(shareNotWorse(rows, gained, gained + 0.002))
          .as("%d rows, %s of them gained", rows, gained)
          .isLessThan(0.0507); // as SciPy has it: 0.0506 at most, of 1,450 rows
    }
  }

  /** How often counts of these true shares pass for not worse by 0.2 % at 5 %. */
  private static double shareNotWorse(int rows, double gained, double lost) {
    BinomialDistribution ofGained = new BinomialDistribution(null, rows, gained);
    double share = 0;
    for (int b = 0; b <= rows && ofGained.cumulativeProbability(b - 1) < 1 - 1e-9; b++) {
      int most = 0; // lost rows with which it passes
      while (most <= rows - b && new PairedDifference(b, most, rows).notWorseP(0.002) <= 0.05) {
        most++;
      }
      share +=
          ofGained.probability(b)
              * new BinomialDistribution(null, rows - b, lost / (1 - gained))
                  .cumulativeProbability(most - 1);
    }
    return share;
  }

  /** The formula without discordant rows: z² / (n + z²) to both sides, z = 1.96. */
  @Test
  void littleIsKnownOfOneRow() {
    Interval interval = new PairedDifference(0, 0, 1).interval(0.95);

    assertThat(interval.low()).isEqualTo(-3.8414588 / 4.8414588, within(1e-6));
    assertThat(interval.high()).isEqualTo(3.8414588 / 4.8414588, within(1e-6));
  }

  @Property
  void testAndIntervalSayTheSame(
      @ForAll @LongRange(max = 300) long gained, @ForAll @LongRange(max = 300) long lost) {
    PairedDifference difference = new PairedDifference(gained, lost, 6_000);
    double confidence = 0.9; // both ends by 5 %
    Interval interval = difference.interval(confidence);

    assertThat(interval.contains(difference.estimate())).isTrue();
    for (double margin : new double[] {0.001, 0.002, 0.02}) {
      boolean hardlyAnyGained = gained < 5; // there the test asks for more
      assertThat(difference.notWorseP(margin) <= 0.05)
          .as("not worse by %s, %s", margin, interval)
          .isIn(interval.low() >= -margin, !hardlyAnyGained && interval.low() >= -margin);
    }
  }

  @Property
  void whatOneGainsTheOtherLoses(
      @ForAll @LongRange(max = 300) long gained, @ForAll @LongRange(max = 300) long lost) {
    PairedDifference difference = new PairedDifference(gained, lost, 600);
    PairedDifference reversed = new PairedDifference(lost, gained, 600);

    assertThat(difference.betterP() + reversed.betterP()).isEqualTo(1, within(1e-9));
    assertThat(difference.interval(0.95).low())
        .isEqualTo(-reversed.interval(0.95).high(), within(1e-8));
  }

  @Test
  void aLargeTestIsTheNormalOne() {
    long discordant = 1_000_000;
    long gained = Math.round(discordant / 2.0 + FIVE_PERCENT * Math.sqrt((double) discordant) / 2);

    assertThat(new PairedDifference(gained, discordant - gained, 1L << 30).betterP())
        .isEqualTo(0.05, within(1e-4));
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> new PairedDifference(3, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 4 rows, 3 gained and 2 lost");
    assertThatThrownBy(() -> new PairedDifference(0, 0, 0)).hasMessageContaining("found 0 rows");
    assertThatThrownBy(() -> new PairedDifference(0, 0, 10).notWorseP(0))
        .hasMessage("margin: expected above 0, below 1, found 0.0");
  }
}

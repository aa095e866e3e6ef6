package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link PairedDifference#differsP}. */
class TwoSidedDifferenceTest {
  private static final int ROWS = 10_000;

  private static double p(long gained, long lost) {
    return new PairedDifference(gained, lost, ROWS).differsP();
  }

  /** 1 and 7 discordant: 0.0391 (Fagerland, Lydersen and Laake 2013, table 6). */
  @Test
  void equalsThePublishedExample() {
    assertThat(p(7, 1)).isEqualTo(0.0391, within(5e-5));
    assertThat(p(1, 7)).isEqualTo(0.0391, within(5e-5));
  }

  /** By hand: twice the sum of the smaller tail, less the probability of what was found. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 0, 0.5",
    "0, 1, 0.5",
    "1, 1, 1",
    "3, 1, 0.375",
    "2, 0, 0.25",
    "5, 0, 0.03125",
    "0, 10, 0.0009765625",
    "40, 40, 1"
  })
  void countsWhatWasFoundByHalf(long gained, long lost, double p) {
    assertThat(p(gained, lost)).isEqualTo(p, within(1e-12));
  }

  /** 2 CDF(min) - pmf(min) of Binomial(gained + lost, 1/2), in whole numbers. */
  private static double exact(long gained, long lost) {
    int discordant = (int) (gained + lost);
    BigInteger ways = BigInteger.ONE;
    BigInteger below = BigInteger.ZERO;
    long fewer = Math.min(gained, lost);
    for (int found = 0; found < fewer; found++) {
      below = below.add(ways);
      ways =
          ways.multiply(BigInteger.valueOf(discordant - found))
              .divide(BigInteger.valueOf(found + 1));
    }
    BigInteger twice = below.shiftLeft(1).add(ways);
    return gained == lost
        ? 1
        : new BigDecimal(twice)
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(discordant)), MathContext.DECIMAL64)
            .doubleValue();
  }

  @Property
  void equalsTheFormula(
      @ForAll @LongRange(max = 400) long gained, @ForAll @LongRange(max = 400) long lost) {
    assertThat(p(gained, lost)).isEqualTo(exact(gained, lost), within(1e-9));
  }

  @Property
  void isTheSameFromBothSidesAndAProbability(
      @ForAll @LongRange(max = 400) long gained, @ForAll @LongRange(max = 400) long lost) {
    assertThat(p(gained, lost)).isBetween(0.0, 1.0).isEqualTo(p(lost, gained), within(1e-9));
  }

  /** Where the tail is less than the rounding of 1. */
  @Test
  void isNeverBelowNothing() {
    for (long many = 30; many <= 2_000; many += 7) {
      for (long few = 0; few < 4; few++) {
        assertThat(p(few, many)).as("%d and %d", few, many).isGreaterThanOrEqualTo(0);
        assertThat(p(many, few)).as("%d and %d", many, few).isGreaterThanOrEqualTo(0);
        assertThat("%.4f".formatted(p(few, many))).doesNotStartWith("-");
      }
    }
  }
}

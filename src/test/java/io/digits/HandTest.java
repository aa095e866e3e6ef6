package io.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  @Test
  void passesThroughItsPoints() {
    Path2D path = Hand.of("0,0 40,10 20,50! 60,90 | 5,5 7,70").write(RANDOM, 0);

    assertThat(distance(path, 40, 10)).isLessThan(0.1);
    assertThat(distance(path, 20, 50)).isLessThan(0.1);
    assertThat(distance(path, 7, 70)).isLessThan(0.1);
    assertThat(path.getCurrentPoint()).isEqualTo(new Point2D.Double(7, 70));
  }

  @Test
  void rulesStraightLinesBetweenCorners() {
    Path2D path = Hand.of("0,0 80,0! 30,100").write(RANDOM, 0);

    assertThat(Canvas.bounds(path).getMinY()).isZero();
    assertThat(Canvas.bounds(path).getMaxX()).isEqualTo(80);
    assertThat(distance(path, 55, 50)).isLessThan(0.1);
  }

  @Test
  void roundsWhatIsNotACorner() {
    Path2D path = Hand.of("0,0 80,0 30,100").write(RANDOM, 0);

    assertThat(distance(path, 55, 50)).isGreaterThan(2);
  }

  @Test
  void straysNoFurtherThanTheJitter() {
    Hand hand = Hand.of("50,50 60,50");
    for (int i = 0; i < 100; i++) {
      Point2D end = hand.write(RANDOM, 3).getCurrentPoint();
      assertThat(end.getX()).isBetween(57.0, 63.0);
      assertThat(end.getY()).isBetween(47.0, 53.0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2", "1,2 3", "1,2 3,4 | 5,6", "1,2 -3,4", "1,2, 3,4"})
  void refusesWhatIsNoStroke(String notation) {
    assertThatThrownBy(() -> Hand.of(notation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)(not a point|a hand needs strokes of two points or more).*");
  }

  @Test
  void knowsSeveralHandsForEachDigit() {
    assertThat(IntStream.range(0, 10).map(digit -> Hands.of(digit).size()))
        .allMatch(hands -> hands >= 4);
  }

  private static double distance(Path2D path, double x, double y) {
    return Canvas.lines(path).stream()
        .mapToDouble(line -> line.ptSegDist(x, y))
        .min()
        .orElseThrow();
  }
}

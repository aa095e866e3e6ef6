package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopHatTest {
  @Test
  void leavesWhatIsNarrowerThanTheSquareAndNothingElse() {
    Grey picture =
        Drawing.page(100, 100, 50)
            .rectangle(60, 0, 40, 100, 150) // light from there on
            .rectangle(20, 30, 5, 40, 110)
            .rectangle(80, 30, 5, 40, 210)
            .grey();

    Grey hat = TopHat.of(picture, 21);

    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 100; x++) {
        boolean stroke = y >= 30 && y < 70 && ((x >= 20 && x < 25) || (x >= 80 && x < 85));
        assertThat(hat.at(x, y)).isCloseTo(stroke ? 60 / 255f : 0, within(1e-6f));
      }
    }
  }

  /** Against the definition, value by value; at edges, and of pictures smaller than the square. */
  @ParameterizedTest
  @CsvSource({"23, 17, 5", "1, 9, 3", "9, 1, 3", "1, 1, 5", "5, 5, 21", "6, 4, 1", "12, 31, 7"})
  void isWhatIsAboveTheOpening(int width, int height, int square) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    Grey picture = new Grey(width, height, values);

    Grey opened = extreme(extreme(picture, square / 2, -1), square / 2, 1);
    float[] above = new float[values.length];
    for (int i = 0; i < above.length; i++) {
      above[i] = values[i] - opened.values()[i];
    }
    float usual = Order.median(above);
    Grey hat = TopHat.of(picture, square);

    for (int i = 0; i < above.length; i++) {
      assertThat(hat.values()[i]).isEqualTo(Math.max(0, above[i] - usual));
    }
  }

  private static Grey extreme(Grey picture, int reach, int sign) {
    float[] extremes = new float[picture.values().length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        Box around = new Box(x, y, x + 1, y + 1).widened(reach, picture.width(), picture.height());
        extremes[y * picture.width() + x] =
            Order.quantile(picture.part(around).values(), sign > 0 ? 1 : 0);
      }
    }
    return new Grey(picture.width(), picture.height(), extremes);
  }
}

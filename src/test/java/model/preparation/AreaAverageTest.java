package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import model.preparation.AreaAverage.Window;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AreaAverageTest {
  @Test
  void coversPartsOfPixels() {
    Grey row = new Grey(3, 1, new float[] {0, 3, 6});

    assertThat(AreaAverage.scaled(row, 2, 1).values())
        .containsExactly(new float[] {1, 5}, within(1e-6f));
    assertThat(AreaAverage.scaled(row, 1, 1).values())
        .containsExactly(new float[] {3}, within(1e-6f));
  }

  @Test
  void seesNothingBeyondTheEdges() {
    Grey one = new Grey(1, 1, new float[] {1});

    Grey seen = AreaAverage.window(one, 3, 1, new Window(-1.25, 1), new Window(0, 1));

    assertThat(seen.values()).containsExactly(new float[] {0, 0.75f, 0.25f}, within(1e-6f));
  }

  /** Of whatever sizes: the mean stays. */
  @Property(tries = 200)
  void keepsTheMean(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll long seed) {
    float[] values = new float[width * height];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    Grey picture = new Grey(width, height, values);

    assertThat(mean(AreaAverage.scaled(picture, newWidth, newHeight)))
        .isCloseTo(mean(picture), within(1e-5));
  }

  private static double mean(Grey picture) {
    double sum = 0;
    for (float value : picture.values()) {
      sum += value;
    }
    return sum / picture.values().length;
  }
}

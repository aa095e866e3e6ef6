package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderTest {
  /** Few values that come often, as in pictures, and many that come once. */
  @Test
  void findsWhatSortingFinds() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2_000; i++) {
      float[] values = new float[1 + random.nextInt(60)];
      int kinds = 1 + random.nextInt(100);
      for (int j = 0; j < values.length; j++) {
        values[j] = random.nextInt(kinds) / 7f - 3;
      }
      double share = i % 3 == 0 ? i % 2 : random.nextDouble();
      float[] given = values.clone();
      float[] sorted = values.clone();
      Arrays.sort(sorted);

      assertThat(Order.quantile(values, share))
          .isEqualTo(sorted[(int) Math.round(share * (sorted.length - 1))]);
      assertThat(values).isEqualTo(given);
    }
  }

  @Test
  void takesValuesInOrderAndAllTheSame() {
    float[] rising = new float[10_000];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = i;
    }

    assertThat(Order.median(rising)).isEqualTo(5_000);
    assertThat(Order.median(new float[100_000])).isZero();
  }
}

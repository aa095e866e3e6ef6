package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightedMeanTest {
  @Property
  void ofOneArrayIsThatArray(
      @ForAll @Size(7) float[] values, @ForAll @IntRange(min = 1, max = 100_000) int weight) {
    WeightedMean mean = new WeightedMean(values.length);
    mean.add(values, weight);
    assertThat(mean.mean()).containsExactly(values);
  }

  @Test
  void weighsByRows() {
    WeightedMean mean = new WeightedMean(2);
    mean.add(new float[] {1, -2}, 3);
    mean.add(new float[] {5, 2}, 1);
    assertThat(mean.mean()).containsExactly(2f, -1f);
  }

  @Test
  void refusesAnotherLengthAndNoRows() {
    WeightedMean mean = new WeightedMean(2);
    assertThatThrownBy(() -> mean.add(new float[3], 1))
        .hasMessage("values: expected 2 floats, found 3");
    assertThatThrownBy(() -> mean.add(new float[2], 0))
        .hasMessage("weight: expected 1 or more, found 0");
  }
}

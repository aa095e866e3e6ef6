package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DataShiftTest {
  /** The labels of MNIST's training set. */
  private static final DataProfile MNIST =
      profile(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);

  private static DataProfile profile(long... labels) {
    return new DataProfile(
        Arrays.stream(labels).boxed().toList(), Collections.nCopies(labels.length, 0L), 33, 79, 0);
  }

  private static DataShift.Former former(DataProfile profile) {
    return new DataShift.Former("the champion", profile);
  }

  private static DataProfile times(double factor) {
    return profile(MNIST.labels().stream().mapToLong(rows -> Math.round(rows * factor)).toArray());
  }

  @Test
  void findsNothingInASetThatGrowsAsItWas() {
    assertThat(DataShift.faults(MNIST)).isEmpty();
    assertThat(DataShift.faults(former(MNIST), MNIST)).isEmpty();
    assertThat(DataShift.faults(former(MNIST), times(3))).isEmpty();
    assertThat(DataShift.faults(former(times(0.01)), MNIST)).isEmpty();
  }

  @Test
  void findsRowsLost() {
    assertThat(DataShift.faults(former(MNIST), times(0.901))).isEmpty();
    assertThat(DataShift.faults(former(MNIST), times(0.899)))
        .containsExactly("rows: expected at least 90 % of the 60000 of the champion, found 53939");
  }

  @Test
  void findsAClassMissing() {
    DataProfile without = profile(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 0);

    assertThat(DataShift.faults(without))
        .containsExactly("class 9: expected rows of it, found none");
    assertThat(DataShift.faults(former(MNIST), without))
        .hasSize(2)
        .contains("class 9: expected rows of it, found none")
        .element(1)
        .asString()
        .startsWith(
            "labels: expected the shares of the champion, 9.9 11.2 9.9 10.2 9.7 9.0 9.9 10.4 9.8 9.9 %");
    assertThat(DataShift.faults(former(without), without)).as("accepted before").isEmpty();
  }

  /** By SciPy: chi-square 10.0 of one degree of freedom, then 19.7, p 9.1e-06, and 32.7. */
  @Test
  void findsLabelsThatAreSpreadOtherwise() {
    DataProfile even = profile(1000, 1000);

    assertThat(DataShift.sameLabelsP(even, profile(1100, 900))).isEqualTo(0.0015, within(1e-4));
    assertThat(DataShift.faults(former(even), profile(1140, 860))).isEmpty();
    assertThat(DataShift.faults(former(even), profile(1180, 820)))
        .containsExactly(
            "labels: expected the shares of the champion, 50.0 50.0 %, found 59.0 41.0 % (chi-square test, p 1.1e-08, below 1e-06)");
  }

  /** A night refused for nothing costs more than a shift found a night later. */
  @Test
  void refusesNoSetOfTheSameSource() {
    SplittableRandom random = new SplittableRandom(1);
    for (int night = 0; night < 2_000; night++) {
      List<String> faults = DataShift.faults(former(drawn(random, 5_000)), drawn(random, 6_000));
      assertThat(faults).as("night %d", night).isEmpty();
    }
  }

  private static DataProfile drawn(SplittableRandom random, int rows) {
    long[] labels = new long[10];
    for (int row = 0; row < rows; row++) {
      labels[random.nextInt(10)]++;
    }
    return profile(labels);
  }
}

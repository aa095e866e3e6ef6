package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EpochTimesTest {
  @Test
  void addUp() {
    assertThat(new EpochTimes(0.25, 0.5, 4, 0.125).total()).isCloseTo(4.875, within(1e-12));
  }

  @Test
  void refuseWhatIsNoTime() {
    assertThatThrownBy(() -> new EpochTimes(0, -1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("times: expected seconds of 0 or more, found 0.0, -1.0, NaN and 0.0");
  }
}

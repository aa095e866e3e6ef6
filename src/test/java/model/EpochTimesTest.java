package model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EpochTimesTest {
  @Test
  void refuseWhatIsNoTime() {
    assertThatThrownBy(() -> new EpochTimes(0, -1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("times: expected seconds of 0 or more, found 0.0, -1.0, NaN and 0.0");
  }
}

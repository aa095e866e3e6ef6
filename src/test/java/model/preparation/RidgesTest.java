package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RidgesTest {
  @Test
  void areTheMiddleOfWhatIsThinAndRunsAcross() {
    Grey ink =
        Drawing.page(60, 60, 0)
            .rectangle(0, 10, 60, 2, 200) // a line
            .rectangle(0, 30, 60, 12, 200) // a stroke
            .rectangle(20, 0, 2, 60, 200) // one that runs down
            .grey();

    Ridges ridges = Ridges.of(ink, 4);

    assertThat(ridges.at(5, 10)).isTrue();
    assertThat(ridges.thickness(5, 10)).isEqualTo(2);
    for (int y = 12; y < 60; y++) {
      assertThat(ridges.at(5, y)).as("row " + y).isFalse();
    }
    assertThat(ridges.at(20, 10)).as("crossed").isFalse();
    assertThat(ridges.at(5, -1)).isFalse();
    assertThat(ridges.at(5, 60)).isFalse();
  }
}

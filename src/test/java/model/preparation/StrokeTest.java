package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrokeTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 6, 12})
  void isMeasuredAndWidenedOnBothSides(int width) {
    Grey ink = Drawing.page(300, 300, 0).rectangle(100, 30, width, 240, 255).grey();

    // Its ends count as outline, too.
    assertThat(Stroke.width(ink)).isCloseTo(width, within(0.06 * width));
    Grey wide = Stroke.widened(ink, 2);
    assertThat(Stroke.width(wide)).isCloseTo(width + 4, within(0.06 * (width + 4)));
    assertThat(wide.at(98, 150)).isEqualTo(1);
    assertThat(wide.at(97, 150)).isZero();
  }

  @Test
  void isNarrowedOnBothSides() {
    Grey ink = Drawing.page(300, 300, 0).rectangle(100, 30, 12, 240, 255).grey();

    Grey narrow = Stroke.narrowed(ink, 2);

    assertThat(Stroke.width(narrow)).isCloseTo(8, within(0.5));
    assertThat(narrow.at(102, 150)).isEqualTo(1);
    assertThat(narrow.at(101, 150)).isZero();
  }
}

package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShadesTest {
  private static final Grey PICTURE =
      Drawing.page(100, 100, 200).rectangle(30, 20, 10, 60, 40).grey();

  @Test
  void liesBetweenInkAndPageAndExplainsAllOfTwoGreys() {
    Shades shades = Shades.of(PICTURE);

    assertThat(shades.threshold()).isBetween(40 / 255f, 200 / 255f);
    assertThat(shades.explained()).isGreaterThan(0.99);
    assertThat(Shades.box(shades.above(PICTURE, true))).isEqualTo(new Box(30, 20, 40, 80));
  }

  @Test
  void explainsNothingOfOneGreyAndLittleOfMany() {
    assertThat(Shades.of(Drawing.page(20, 20, 90).grey()).explained()).isZero();
    Drawing many = Drawing.page(100, 10, 0);
    for (int x = 0; x < 100; x++) {
      many.rectangle(x, 0, 1, 10, x == 0 ? 0 : x == 99 ? 255 : 110 + x / 3);
    }
    assertThat(Shades.of(many.grey()).explained()).isLessThan(0.8);
  }

  @Test
  void takesForPageWhatMostCornersAreElseTheLargerPart() {
    Grey fat = Drawing.page(20, 20, 255).rectangle(2, 2, 17, 17, 0).grey();
    Grey bar = Drawing.page(20, 20, 255).rectangle(0, 0, 5, 20, 0).grey();

    assertThat(Shades.of(fat).isInkDark(fat)).isTrue();
    Grey light = Drawing.page(20, 20, 0).rectangle(2, 2, 17, 17, 255).grey();
    assertThat(Shades.of(light).isInkDark(light)).isFalse();
    assertThat(Shades.of(bar).isInkDark(bar)).isTrue();
  }
}

package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CentringTest {
  @Test
  void scalesTheLongerSideTo20AndKeepsProportions() {
    Grey ink = Drawing.page(400, 400, 0).rectangle(30, 50, 100, 200, 255).grey();

    Grey image = Centring.centred(ink);

    assertThat(Centring.box(image)).satisfies(box -> assertThat(box.height()).isEqualTo(20));
    assertThat(Centring.box(image)).satisfies(box -> assertThat(box.width()).isEqualTo(10));
    assertThat(image.at(14, 14)).isCloseTo(1, within(1e-5f));
  }

  /** A heavy foot draws the whole up: centred by mass, not by the box. */
  @Test
  void movesTheCentreOfMassNearestTheMiddle() {
    Grey ink =
        Drawing.page(400, 400, 0)
            .rectangle(95, 100, 10, 160, 255)
            .rectangle(60, 260, 80, 40, 255)
            .grey();

    Grey image = Centring.centred(ink);

    double mass = 0;
    double down = 0;
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        mass += image.at(x, y);
        down += image.at(x, y) * (y + 0.5);
      }
    }
    assertThat(down / mass).isCloseTo(14.5, within(0.5 + 1e-6));
    assertThat(Centring.box(image).top()).isLessThan(4);
  }

  /** One pixel for one, moved by whole pixels: no value changes. */
  @Test
  void leavesWhatIsSoAlready() {
    Grey image =
        Drawing.page(28, 28, 0).rectangle(12, 4, 5, 20, 255).rectangle(10, 23, 9, 1, 255).grey();

    assertThat(Centring.centred(image).values()).containsExactly(image.values());
  }
}

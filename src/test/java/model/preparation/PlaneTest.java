package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlaneTest {
  @Test
  void goesThroughThePageAndNotThroughTheInk() {
    Grey picture = new Grey(40, 20, new float[800]);
    Grey ink = new Grey(40, 20, new float[800]);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 40; x++) {
        boolean inked = x > 10 && x < 20;
        ink.values()[y * 40 + x] = inked ? 0.5f : 0;
        picture.values()[y * 40 + x] = inked ? 0.1f : 0.6f + 0.2f * (x - 19.5f) / 40;
      }
    }

    Plane plane = Plane.through(picture, ink);
    Grey around = plane.around(picture, 5);

    assertThat(plane.middle()).isCloseTo(0.6, within(0.01));
    assertThat(plane.across()).isCloseTo(0.2, within(0.01));
    assertThat(plane.down()).isCloseTo(0, within(0.01));
    assertThat(around.width()).isEqualTo(50);
    assertThat(around.at(0, 12)).isCloseTo(0.5f, within(0.01f));
    assertThat(around.at(49, 29)).isCloseTo(0.7f, within(0.01f));
    assertThat(around.at(20, 12)).isEqualTo(0.1f);
  }
}

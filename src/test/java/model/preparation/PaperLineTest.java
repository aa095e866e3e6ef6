package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import model.preparation.AreaAverage.Window;
import org.junit.jupiter.api.Test;

class PaperLineTest {
  @Test
  void isErasedButWhereAStrokeCrossesIt() {
    Grey ink =
        Drawing.page(80, 40, 10)
            .rectangle(0, 20, 80, 2, 210)
            .rectangle(30, 5, 6, 30, 210)
            .rectangle(50, 18, 20, 6, 210) // as a 2 stands on it
            .grey();
    float[] middle = new float[80];
    Arrays.fill(middle, 20);

    new PaperLine(middle, 2, 200 / 255f).erase(ink, new Window(0, 1), new Window(0, 1));

    for (int x = 0; x < 80; x++) {
      boolean stroke = (x >= 30 && x < 36) || (x >= 50 && x < 70);
      assertThat(ink.at(x, 20)).as("column " + x).isEqualTo((stroke ? 210 : 10) / 255f);
    }
    assertThat(ink.at(32, 10)).isEqualTo(210 / 255f);
  }
}

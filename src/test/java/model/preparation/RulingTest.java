package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulingTest {
  private static Drawing lines(int from, int to, int... rows) {
    Drawing page = Drawing.page(200, 200, 0);
    page.pen.setColor(Color.WHITE);
    page.pen.setStroke(new BasicStroke(2));
    for (int row : rows) {
      page.pen.drawLine(from, row, to, row + 8);
    }
    return page;
  }

  private static List<PaperLine> in(Drawing page) {
    return Ruling.in(page.grey().calmed());
  }

  @Test
  void hasEachLineThatGoesThroughThePicture() {
    assertThat(in(lines(0, 199, 20, 70, 120, 170))).hasSize(4);
    assertThat(in(lines(0, 199, 90))).hasSize(1);
  }

  /** As on a sheet of which the picture shows an edge. */
  @Test
  void hasShorterLinesIfTheyAreSeveral() {
    assertThat(in(lines(0, 140, 20, 70, 120))).hasSize(3);
    assertThat(in(lines(0, 140, 20, 70))).isEmpty();
  }

  /** The upper stroke of a 7 ends where another begins. */
  @Test
  void leavesALineAtWhoseEndThereIsOtherInk() {
    Drawing seven = lines(0, 199, 20);
    seven.pen.drawLine(198, 28, 100, 190);

    assertThat(in(seven)).isEmpty();
  }
}

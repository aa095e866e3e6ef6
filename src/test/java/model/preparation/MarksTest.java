package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static Grey rows(String... rows) {
    float[] values = new float[rows.length * rows[0].length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#' ? 1 : 0;
    }
    return new Grey(rows[0].length(), rows.length, values);
  }

  @Test
  void hangTogetherByCornersToo() {
    Marks marks =
        Marks.of(
            rows(
                "##....", //
                "..#..#", "......", "###..."),
            0.5f);

    assertThat(marks.all())
        .containsExactly(
            new Mark(1, new Box(0, 0, 3, 2), 3, 10, 3),
            new Mark(2, new Box(5, 1, 6, 2), 1, 4, 1),
            new Mark(3, new Box(0, 3, 3, 4), 3, 8, 3));
    assertThat(marks.labelAt(2, 1)).isEqualTo(1);
    assertThat(marks.labelAt(3, 1)).isZero();
    assertThat(marks.labelAt(-1, 7)).isZero();
  }

  @Test
  void aDiscIsHalfAsThickAsItIsWide() {
    Drawing page = Drawing.page(300, 300, 0);
    page.pen.setColor(Color.WHITE);
    page.pen.fillOval(50, 50, 200, 200);

    Mark disc = Marks.of(page.grey(), 0.5f).all().get(0);

    assertThat(disc.thickness()).isCloseTo(0.5, within(0.01));
    assertThat(disc.fill()).isCloseTo(Math.PI / 4, within(0.01));
  }

  @Test
  void aStrokeHasAnEdgeAllAroundAndIsTheSmallerPart() {
    Grey ink = Drawing.page(100, 100, 0).rectangle(40, 20, 8, 60, 255).grey();
    Marks marks = Marks.of(ink, 0.5f);

    assertThat(marks.edgeShare(marks.all().get(0), ink)).isEqualTo(1);
    assertThat(marks.likeShare(marks.all().get(0), ink)).isLessThan(0.2);
  }

  /** As a shadow leaves it: the strength ends where the picture has no edge. */
  @Test
  void whatIsCutOutOfAPlaneHasFewEdges() {
    Grey plane = Drawing.page(100, 100, 0).rectangle(0, 0, 100, 50, 255).grey();
    Grey strength = Drawing.page(100, 100, 0).rectangle(30, 20, 40, 30, 255).grey();
    Marks marks = Marks.of(strength, 0.5f);

    assertThat(marks.edgeShare(marks.all().get(0), plane))
        .isCloseTo(40.0 / 140, within(0.03)); // of its four sides only the lower one
    assertThat(marks.likeShare(marks.all().get(0), plane)).isGreaterThan(0.5);
  }
}

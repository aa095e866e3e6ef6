package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.BasicStroke;
import java.awt.Color;
import model.preparation.AreaAverage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaperTest {
  private static final Window ALL = new Window(0, 1);

  /** A 7 on white paper with black lines, every 50 pixels, that rise by so much. */
  private static Drawing ruled(int rise, boolean squared) {
    Drawing page = Drawing.page(300, 300, 255).seven(90, 60, 180, 14, true);
    page.pen.setColor(Color.BLACK);
    page.pen.setStroke(new BasicStroke(2));
    for (int i = 25; i < 300; i += 50) {
      page.pen.drawLine(0, i, 299, i - rise);
      if (squared) {
        page.pen.drawLine(i, 0, i + rise, 299);
      }
    }
    return page;
  }

  private static Grey cleared(Grey picture) {
    return Paper.of(picture).without(picture, ALL, ALL);
  }

  private static double difference(Grey one, Grey other) {
    double sum = 0;
    for (int i = 0; i < one.values().length; i++) {
      sum += Math.abs(one.values()[i] - other.values()[i]);
    }
    return sum / one.values().length;
  }

  @ParameterizedTest
  @CsvSource({"0, false, 6", "12, false, 6", "0, true, 12", "-9, true, 12"})
  void takesItsLinesAwayAndLeavesTheDigit(int rise, boolean squared, int lines) {
    Grey page = ruled(rise, squared).grey().calmed();
    Grey seven = Drawing.page(300, 300, 255).seven(90, 60, 180, 14, true).grey().calmed();

    assertThat(Paper.of(page).lines()).isBetween(lines - 2, lines);
    assertThat(difference(page, seven)).isGreaterThan(0.03);
    assertThat(difference(cleared(page), seven)).isLessThan(0.012);
  }

  @Test
  void takesLightLinesAwayToo() {
    Grey page = ruled(5, true).grey().calmed();
    Grey board = new Grey(300, 300, page.negated().values());
    for (int i = 0; i < board.values().length; i++) {
      board.values()[i] += 1;
    }

    assertThat(Paper.of(board).lines()).isEqualTo(Paper.of(page).lines());
  }

  /** Thin ones that fill the picture: each stroke goes from one side to the other. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 10})
  void leavesTheStrokesOfDigits(int stroke) {
    int[][] strokes = {
      {0, 3, 149, 3, 149, 3, 60, 249}, // 7
      {70, 0, 0, 160, 0, 160, 149, 160, 90, 60, 90, 249}, // 4
      {20, 3, 149, 3, 20, 3, 20, 120, 20, 120, 149, 180, 149, 180, 0, 246}, // 5
    };
    for (int[] digit : strokes) {
      Drawing page = Drawing.page(150, 250, 255);
      page.pen.setColor(Color.BLACK);
      page.pen.setStroke(new BasicStroke(stroke));
      for (int i = 0; i < digit.length; i += 4) {
        page.pen.drawLine(digit[i], digit[i + 1], digit[i + 2], digit[i + 3]);
      }
      assertThat(Paper.of(page.grey().calmed()).lines()).as(digit.length + " numbers").isZero();
    }
  }

  @Test
  void isNotSearchedInSmallPictures() {
    Drawing page = Drawing.page(64, 64, 255);
    for (int y = 8; y < 64; y += 8) {
      page.rectangle(0, y, 64, 1, 0);
    }

    assertThat(Paper.of(page.grey()).lines()).isZero();
  }

  /** A line through them is no longer than a dot. */
  @Test
  void isNotSearchedInNarrowPictures() {
    for (int width : new int[] {1, 2, 3, 40}) {
      Drawing page = Drawing.page(width, 400, 255).rectangle(0, 200, width, 2, 0);

      assertThat(Paper.of(page.grey().calmed()).lines()).as(width + " pixels").isZero();
    }
  }

  /** The digit is cut out of the picture at another scale than the one that was searched. */
  @Test
  void takesLinesOutOfAPartAtAnotherScale() {
    Grey large = ruled(0, false).grey();
    Paper paper = Paper.of(large.atMost(150).calmed());

    Grey part =
        paper.without(
            large.part(new Box(100, 100, 300, 200)).calmed(),
            new Window(50, 0.5),
            new Window(50, 0.5));

    assertThat(paper.lines()).isEqualTo(6);
    for (int x = 120; x < 195; x++) {
      assertThat(part.at(x, 25)).as("line at " + x).isCloseTo(1, within(0.02f));
    }
  }
}

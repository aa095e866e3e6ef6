package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationTest {
  private static final byte[] SEVEN =
      pixels(Drawing.page(300, 300, 255).seven(90, 60, 180, 20, true));

  private static byte[] pixels(Drawing drawing) {
    return Preparation.prepare(drawing.picture).pixels();
  }

  /** Mean difference of two images, in grey values of 255; of a blank and the seven it is 22. */
  private static double difference(byte[] one, byte[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return sum / one.length;
  }

  @Test
  void makesWhiteOnBlackInABoxOfTwenty() {
    float[] grey = new float[SEVEN.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (SEVEN[i] & 0xff) / 255f;
    }

    Box box = Centring.box(new Grey(28, 28, grey));

    assertThat(box.longerSide()).isBetween(20, 21);
    assertThat(Order.quantile(grey, 1)).isEqualTo(1);
    assertThat(grey[0]).isZero();
  }

  @Test
  void isTheSameWhicheverWayRoundTheContrastIs() {
    byte[] light = pixels(Drawing.page(300, 300, 0).seven(90, 60, 180, 20, false));

    assertThat(difference(light, SEVEN)).isLessThan(0.5);
  }

  @Test
  void isTheSameWhereverAndHoweverLargeTheDigitIs() {
    byte[] elsewhere = pixels(Drawing.page(1500, 900, 230).seven(1200, 80, 120, 13.3f, true));

    assertThat(difference(elsewhere, SEVEN)).isLessThan(6);
  }

  /** Of 800 pixels the digit has 60, and its ink a part of 600. */
  @Test
  void findsASmallDigitOnALargePage() {
    byte[] small = pixels(Drawing.page(800, 800, 230).seven(600, 500, 60, 7, true));

    assertThat(difference(small, SEVEN)).isLessThan(8);
  }

  @Test
  void isTheSameInUnevenLightAndNoise() {
    Drawing drawing = Drawing.page(300, 300, 255).seven(90, 60, 180, 20, true);
    SplittableRandom random = new SplittableRandom(1);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 300; x++) {
        double light = 0.5 + 0.25 * x / 300 + 0.2 * y / 300;
        int value = drawing.picture.getRaster().getSample(x, y, 0);
        double noise = 8 * (random.nextDouble() - 0.5);
        drawing.picture.getRaster().setSample(x, y, 0, (int) ((40 + 0.8 * value) * light + noise));
      }
    }

    assertThat(difference(pixels(drawing), SEVEN)).isLessThan(6);
  }

  @Test
  void leavesTheTableBesideThePageAndAShadowOnIt() {
    Drawing table =
        Drawing.page(400, 400, 60)
            .rectangle(0, 0, 330, 400, 240)
            .rectangle(0, 300, 330, 100, 150)
            .seven(90, 60, 180, 20, true);

    assertThat(difference(pixels(table), SEVEN)).isLessThan(6);
  }

  @Test
  void leavesTheFrameAroundIt() {
    Drawing framed = Drawing.page(400, 400, 255).seven(140, 110, 180, 20, true);
    framed.pen.setStroke(new BasicStroke(5));
    framed.pen.drawRect(60, 60, 290, 290);

    assertThat(difference(pixels(framed), SEVEN)).isLessThan(4);
  }

  @Test
  void putsFragmentsTogetherAndLeavesOtherMarksOut() {
    Drawing five = Drawing.page(400, 400, 255);
    five.pen.setColor(Color.BLACK);
    five.pen.setStroke(new BasicStroke(14));
    five.pen.drawLine(170, 100, 250, 100); // its upper stroke, which does not touch
    five.pen.drawLine(150, 125, 150, 200);
    five.pen.drawArc(110, 190, 120, 120, 120, -240);
    five.pen.drawLine(370, 370, 385, 385);

    Prepared prepared = Preparation.prepare(five.picture);

    assertThat(prepared.notes())
        .anyMatch(note -> note.startsWith("put together of "))
        .contains("the mark that stands out most; 1 more left out");
  }

  @Test
  void widensThinStrokes() {
    Drawing thin = Drawing.page(300, 300, 255).seven(90, 60, 180, 6, true);

    Prepared prepared = Preparation.prepare(thin.picture);

    assertThat(prepared.notes()).contains("strokes widened from 0.6 to 2.0 of the 28 pixels");
    assertThat(difference(prepared.pixels(), SEVEN)).isLessThan(10);
  }

  @Test
  void narrowsThickStrokes() {
    Drawing thick = Drawing.page(300, 300, 255).seven(90, 60, 180, 50, true);

    assertThat(Preparation.prepare(thick.picture).notes())
        .anyMatch(
            note -> note.matches("strokes narrowed from [345]\\.\\d to 2\\.8 of the 28 pixels"));
  }

  @Test
  void leavesTheLinesOfSquaredPaper() {
    Drawing squared = Drawing.page(300, 300, 255).seven(90, 60, 180, 20, true);
    for (int i = 32; i < 300; i += 45) {
      squared.rectangle(i, 0, 2, 300, 0).rectangle(0, i, 300, 2, 0);
    }

    Prepared prepared = Preparation.prepare(squared.picture);

    assertThat(prepared.notes())
        .anyMatch(note -> note.startsWith("lines of the paper taken away: 1"));
    assertThat(difference(prepared.pixels(), SEVEN)).isLessThan(6);
  }

  @Test
  void takesADigitThatFillsThePicture() {
    Drawing tight = Drawing.page(128, 182, 255).seven(2, 10, 168, 18.7f, true);

    Prepared prepared = Preparation.prepare(tight.picture);

    assertThat(prepared.notes())
        .contains("the picture ends where the digit does: page of 91 pixels added around");
    assertThat(difference(prepared.pixels(), SEVEN)).isLessThan(8);
  }

  /** Its strokes are of 20 pixels, their edges of up to 40. */
  @ParameterizedTest
  @CsvSource({"3, 5", "8, 9", "14, 11", "20, 15"})
  void findsWhatIsOutOfFocus(int reach, double difference) {
    Drawing blurred = Drawing.page(460, 460, 255).seven(170, 140, 180, 20, true).outOfFocus(reach);

    assertThat(difference(pixels(blurred), SEVEN)).isLessThan(difference);
  }

  @Test
  void findsWhatWasEnlargedFromFewPixels() {
    Drawing enlarged = Drawing.page(28, 28, 255).seven(8, 5, 18, 2, true).enlarged(14);

    assertThat(difference(pixels(enlarged), SEVEN)).isLessThan(13);
  }

  /** Which are sharp, but too small for a digit. */
  @Test
  void leavesSpecksBesideWhatIsOutOfFocus() {
    Drawing blurred = Drawing.page(460, 460, 255).seven(170, 140, 180, 20, true).outOfFocus(20);
    for (int x = 40; x < 460; x += 60) {
      blurred.rectangle(x, 440, 4, 9, 0);
    }

    assertThat(difference(pixels(blurred), SEVEN)).isLessThan(15);
  }

  /** Ink in a shadow that halves the light differs by half as much from the page there. */
  @Test
  void isNoneTheFainterInAShadow() {
    Drawing drawing = Drawing.page(300, 300, 240).seven(90, 60, 180, 20, true);
    for (int y = 170; y < 300; y++) {
      double light = Math.max(0.55, 1 - 0.015 * (y - 170));
      for (int x = 0; x < 300; x++) {
        int value = drawing.picture.getRaster().getSample(x, y, 0);
        drawing.picture.getRaster().setSample(x, y, 0, (int) (light * value));
      }
    }

    byte[] shadowed = pixels(drawing);

    assertThat(difference(shadowed, SEVEN)).isLessThan(3);
  }

  @Test
  void tellsWhatIsCutOff() {
    Prepared prepared =
        Preparation.prepare(Drawing.page(300, 300, 255).seven(90, -9, 180, 20, true).picture);

    assertThat(prepared.notes()).contains("it reaches the picture's edge");
  }

  /** Their scaled copy is a pixel wide. */
  @Test
  void findsItOnNarrowPictures() {
    for (int[] size : new int[][] {{11, 3000}, {40, 3000}, {3000, 11}, {1080, 20_000}}) {
      int side = Math.max(size[0], size[1]) / 20;
      Drawing page =
          Drawing.page(size[0], size[1], 255)
              .rectangle(
                  Math.max(3, size[0] - side - 4),
                  Math.max(3, size[1] - side - 4),
                  Math.min(side, size[0] - 6),
                  Math.min(side, size[1] - 6),
                  0);
      assertThat(pixels(page)).as(size[0] + " by " + size[1]).hasSize(784);
    }
  }

  @Test
  void refusesAPageWithNothingOnIt() {
    BufferedImage empty = Drawing.page(60, 40, 200).picture;

    assertThatThrownBy(() -> Preparation.prepare(empty))
        .isInstanceOf(NoDigitException.class)
        .hasMessage(
            "Nothing stands out in 60 × 40 pixels: expected a digit that is darker or lighter than what is around it, found greys from 0.78 to 0.78 (0 is black, 1 is white). Take it closer, or with more contrast");
  }

  @Test
  void takesPicturesOfAnySize() {
    int prepared = 0;
    for (int width = 1; width < 40; width++) {
      for (int height = 1; height < 40; height++) {
        Drawing page = Drawing.page(width, height, 255).rectangle(width / 2, height / 2, 1, 1, 0);
        try {
          assertThat(pixels(page)).hasSize(784);
          prepared++;
        } catch (NoDigitException e) {
          assertThat(e).hasMessageStartingWith("Nothing stands out"); // one pixel may be a speck
        }
      }
    }
    assertThat(prepared).isGreaterThan(100);
  }
}

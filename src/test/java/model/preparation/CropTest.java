package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import org.junit.jupiter.api.Test;

class CropTest {
  private static Drawing eight(int page, Color ink) {
    Drawing drawing = Drawing.page(90, 150, page);
    drawing.pen.setColor(ink);
    drawing.pen.setStroke(new BasicStroke(24));
    drawing.pen.drawOval(13, 13, 63, 54);
    drawing.pen.drawOval(13, 70, 63, 66);
    return drawing;
  }

  @Test
  void putsPageAroundADigitThatFillsThePicture() {
    Crop dark = Crop.of(eight(220, Color.BLACK).grey());
    Crop light = Crop.of(eight(30, Color.WHITE).grey());

    assertThat(dark.margin()).isEqualTo(75);
    assertThat(dark.picture().width()).isEqualTo(90 + 2 * 75);
    assertThat(dark.picture().at(0, 0)).isBetween(0.8f, 0.88f);
    assertThat(light.picture().at(0, 0)).isBetween(0.1f, 0.18f);
  }

  @Test
  void leavesAPictureInWhichTheDigitHasRoom() {
    Grey picture = Drawing.page(300, 300, 255).seven(90, 60, 180, 20, true).grey();

    Crop crop = Crop.of(picture);

    assertThat(crop.margin()).isZero();
    assertThat(crop.picture()).isSameAs(picture);
  }

  /** Nor a table of which a sheet leaves two sides. */
  @Test
  void leavesWhatComesNearSomeSidesOnly() {
    Grey sheet =
        Drawing.page(200, 200, 40).rectangle(0, 0, 150, 160, 230).seven(40, 30, 80, 9, true).grey();

    assertThat(Crop.of(sheet).margin()).isZero();
  }

  /** It comes near all four sides, as a digit would. */
  @Test
  void leavesAShadowAcrossThePicture() {
    Drawing shadow = Drawing.page(200, 200, 230).rectangle(0, 0, 90, 200, 90);
    shadow.rectangle(90, 80, 110, 40, 90);

    assertThat(Crop.of(shadow.grey()).margin()).isZero();
  }

  @Test
  void leavesAPictureOfOneGrey() {
    assertThat(Crop.of(Drawing.page(40, 30, 200).grey()).margin()).isZero();
  }
}

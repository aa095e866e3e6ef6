package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import org.junit.jupiter.api.Test;

class GreyTest {
  @Test
  void takesGreyAsItStands() {
    assertThat(Drawing.page(1, 1, 128).grey().at(0, 0)).isEqualTo(128 / 255f);
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 32_768);
    assertThat(Grey.of(deep).at(0, 0)).isEqualTo(32_768 / 65_535f);
  }

  @Test
  void weighsColoursAsTheEyeDoes() {
    BufferedImage colours = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    colours.setRGB(0, 0, 0xff0000);
    colours.setRGB(1, 0, 0x00ff00);
    colours.setRGB(2, 0, 0x0000ff);

    assertThat(Grey.of(colours).values())
        .containsExactly(new float[] {0.299f, 0.587f, 0.114f}, within(1e-6f));
  }

  @Test
  void liesOnWhitePaperWhereItIsTransparent() {
    BufferedImage glass = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(1, 0, 0x80000000);
    glass.setRGB(2, 0, 0xff000000);

    assertThat(Grey.of(glass).values())
        .containsExactly(new float[] {1, 127 / 255f, 0}, within(1e-6f));
  }

  /** As PNG files have it that were saved with an alpha channel. */
  @Test
  void isNoLighterForBeingGreyWithTransparency() {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            /* hasAlpha= */ true,
            /* isAlphaPremultiplied= */ false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 1);
    raster.setPixels(0, 0, 3, 1, new int[] {40, 255, 200, 255, 40, 0});
    BufferedImage image = new BufferedImage(model, raster, false, null);

    assertThat(Grey.of(image).values())
        .containsExactly(new float[] {40 / 255f, 200 / 255f, 1}, within(1e-6f));
  }

  @Test
  void takesWhiteInkOnNothingForBlack() {
    BufferedImage glass = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(1, 0, 0xffffffff);

    assertThat(Grey.of(glass).values()).containsExactly(1, 0);
  }

  @Test
  void keepsItsProportionsWhenItIsScaledDown() {
    Grey small = Drawing.page(1000, 500, 7).grey().atMost(100);

    assertThat(small.width()).isEqualTo(100);
    assertThat(small.height()).isEqualTo(50);
    assertThat(small.at(99, 49)).isCloseTo(7 / 255f, within(1e-6f));
  }

  @Test
  void calmsSinglePixelsAndNoEdges() {
    Drawing page = Drawing.page(100, 100, 0);
    page.rectangle(10, 10, 1, 1, 255).rectangle(50, 0, 50, 100, 255);

    Grey calm = page.grey().calmed();

    assertThat(calm.at(10, 10)).isEqualTo(0.25f);
    assertThat(calm.at(48, 50)).isZero();
    assertThat(calm.at(51, 50)).isEqualTo(1);
    assertThat(Drawing.page(80, 80, 3).grey()).satisfies(g -> assertThat(g.calmed()).isSameAs(g));
  }

  @Test
  void hasRowsForColumnsWhenItIsTurned() {
    Grey turned = new Grey(3, 2, new float[] {1, 2, 3, 4, 5, 6}).transposed();

    assertThat(turned.width()).isEqualTo(2);
    assertThat(turned.values()).containsExactly(1, 4, 2, 5, 3, 6);
  }
}

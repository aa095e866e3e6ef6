package io.picture;

import io.WholePng;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;

/** Pictures for pages, as {@code data:} addresses of a PNG: no file and no server is needed. */
public final class PicturePng {
  private PicturePng() {}

  /**
   * A picture scaled down.
   *
   * @param most of the longer side, in pixels
   */
  public static String scaled(Picture picture, int most) {
    BufferedImage image = picture.image();
    // Halved until the last step covers each pixel: a single large one would skip some.
    while (Math.max(image.getWidth(), image.getHeight()) > 2 * most) {
      image = drawn(image, 0.5);
    }
    double scale = (double) most / Math.max(image.getWidth(), image.getHeight());
    return address(scale < 1 ? drawn(image, scale) : image);
  }

  private static BufferedImage drawn(BufferedImage image, double scale) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return drawn;
  }

  /**
   * A square image.
   *
   * @param grey {@code [side × side]}, row by row, unsigned
   */
  public static String ofGrey(byte[] grey, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, side, side, grey);
    return address(image);
  }

  private static String address(BufferedImage image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(WholePng.bytes(image));
  }
}

package model.preparation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.Arrays;

/** Pictures for tests: strokes on a page. */
final class Drawing {
  final BufferedImage picture;
  final Graphics2D pen;

  private Drawing(BufferedImage picture) {
    this.picture = picture;
    this.pen = picture.createGraphics();
  }

  /** An empty page of one grey, 0 to 255. */
  static Drawing page(int width, int height, int grey) {
    Drawing drawing = new Drawing(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
    byte[] row = new byte[width * height];
    Arrays.fill(row, (byte) grey);
    drawing.picture.getRaster().setDataElements(0, 0, width, height, row);
    return drawing;
  }

  /** A filled rectangle of one grey. */
  Drawing rectangle(int x, int y, int width, int height, int grey) {
    byte[] values = new byte[width * height];
    Arrays.fill(values, (byte) grey);
    picture.getRaster().setDataElements(x, y, width, height, values);
    return this;
  }

  /** A 7 in a box of that size. */
  Drawing seven(int x, int y, int size, float stroke, boolean black) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    path.lineTo(x + 0.7 * size, y);
    path.lineTo(x + 0.25 * size, y + size);
    pen.setColor(black ? Color.BLACK : Color.WHITE);
    pen.setStroke(new BasicStroke(stroke));
    pen.draw(path);
    return this;
  }

  /** What a lens makes of it that is out of focus: each pixel a mean of those around it. */
  Drawing outOfFocus(int reach) {
    float[] kernel = new float[2 * reach + 1];
    Arrays.fill(kernel, 1f / kernel.length);
    BufferedImage first = convolved(picture, new Kernel(kernel.length, 1, kernel));
    BufferedImage blurred = convolved(first, new Kernel(1, kernel.length, kernel));
    return new Drawing(blurred);
  }

  private static BufferedImage convolved(BufferedImage picture, Kernel kernel) {
    BufferedImage convolved =
        new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType());
    new ConvolveOp(kernel, ConvolveOp.EDGE_NO_OP, null)
        .filter(picture.getRaster(), convolved.getRaster());
    return convolved;
  }

  /** Enlarged with all that is between pixels interpolated. */
  Drawing enlarged(int times) {
    Drawing large = page(times * picture.getWidth(), times * picture.getHeight(), 0);
    large.pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    large.pen.drawImage(picture, 0, 0, large.picture.getWidth(), large.picture.getHeight(), null);
    return large;
  }

  Grey grey() {
    return Grey.of(picture);
  }
}

package model.preparation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
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

  Grey grey() {
    return Grey.of(picture);
  }
}

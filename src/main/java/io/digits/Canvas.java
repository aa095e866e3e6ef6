package io.digits;

import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A square sheet of pixels, black at first, on which a round pen writes in white. Row-major; pixel
 * (x, y) covers the unit square whose centre is (x + 0.5, y + 0.5).
 *
 * <p>The paths are Java2D's, the ink is not: Java2D's own stroker and rasteriser differ in last
 * bits between JDKs, and load native libraries and a display's settings. Here a pixel's grey is the
 * pen's cover by the distance to the path, in arithmetic that Java defines to the last bit.
 */
final class Canvas {
  /** How far, in pixels, a straight piece may lie from the curve that it stands for. */
  private static final double FLATNESS = 0.02;

  private final int side;
  private final double[] ink;

  Canvas(int side) {
    this.side = side;
    this.ink = new double[side * side];
  }

  /**
   * Draws along a path.
   *
   * @param radius of the pen, in pixels
   */
  void stroke(Path2D path, double radius) {
    for (Line2D line : lines(path)) {
      double reach = radius + 0.5;
      int top = pixel(Math.min(line.getY1(), line.getY2()) - reach);
      int bottom = pixel(Math.max(line.getY1(), line.getY2()) + reach);
      int left = pixel(Math.min(line.getX1(), line.getX2()) - reach);
      int right = pixel(Math.max(line.getX1(), line.getX2()) + reach);
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          double cover = Math.min(1, reach - line.ptSegDist(x + 0.5, y + 0.5));
          ink[y * side + x] = Math.max(ink[y * side + x], cover);
        }
      }
    }
  }

  /** The centre of mass of the ink, in pixels; the middle of the sheet if there is none. */
  Point2D centreOfMass() {
    double mass = 0;
    double momentX = 0;
    double momentY = 0;
    for (int pixel = 0; pixel < ink.length; pixel++) {
      int x = pixel % side;
      int y = pixel / side;
      mass += ink[pixel];
      momentX += ink[pixel] * (x + 0.5);
      momentY += ink[pixel] * (y + 0.5);
    }
    return mass == 0
        ? new Point2D.Double(side / 2.0, side / 2.0)
        : new Point2D.Double(momentX / mass, momentY / mass);
  }

  /** The sheet's greys as unsigned bytes, {@code [side, side]}, 0 for black and 255 for white. */
  byte[] greys() {
    byte[] greys = new byte[ink.length];
    for (int pixel = 0; pixel < ink.length; pixel++) {
      greys[pixel] = (byte) Math.round(255 * ink[pixel]);
    }
    return greys;
  }

  /** The box of the path itself; {@link Path2D#getBounds2D} counts control points on some JDKs. */
  static Rectangle2D bounds(Path2D path) {
    Rectangle2D bounds = null;
    for (Line2D line : lines(path)) {
      Rectangle2D box = new Rectangle2D.Double();
      box.setFrameFromDiagonal(line.getP1(), line.getP2());
      bounds = bounds == null ? box : bounds.createUnion(box);
    }
    if (bounds == null) {
      throw new IllegalArgumentException("an empty path has no bounds");
    }
    return bounds;
  }

  /** The path in straight pieces. */
  static List<Line2D> lines(Path2D path) {
    List<Line2D> lines = new ArrayList<>();
    double[] pen = new double[2];
    double[] to = new double[6];
    for (PathIterator part = path.getPathIterator(null, FLATNESS); !part.isDone(); part.next()) {
      if (part.currentSegment(to) == PathIterator.SEG_LINETO) {
        lines.add(new Line2D.Double(pen[0], pen[1], to[0], to[1]));
      }
      pen[0] = to[0];
      pen[1] = to[1];
    }
    return lines;
  }

  private int pixel(double coordinate) {
    return Math.max(0, Math.min(side - 1, (int) Math.floor(coordinate)));
  }
}

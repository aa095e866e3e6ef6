package io.digits;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to write a digit: pen strokes through points on a sheet about 100 units high, x to the
 * right and y down. Immutable.
 *
 * @param strokes what the pen draws before it is lifted, each of at least two points
 */
record Hand(List<List<Knot>> strokes) {
  private static final Pattern KNOT = Pattern.compile("(\\d+),(\\d+)(!?)");

  /** A point that the pen passes, smoothly or, at a corner, with a sudden change of direction. */
  record Knot(double x, double y, boolean corner) {
    private static Knot parse(String text) {
      Matcher parts = KNOT.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("not a point (expected x,y or x,y!): " + text);
      }
      double x = Double.parseDouble(parts.group(1));
      double y = Double.parseDouble(parts.group(2));
      return new Knot(x, y, !parts.group(3).isEmpty());
    }

    private Knot moved(double dx, double dy) {
      return new Knot(x + dx, y + dy, corner);
    }
  }

  Hand {
    strokes = strokes.stream().map(List::copyOf).toList();
    if (strokes.isEmpty() || strokes.stream().anyMatch(stroke -> stroke.size() < 2)) {
      throw new IllegalArgumentException("a hand needs strokes of two points or more: " + strokes);
    }
  }

  /**
   * Reads the notation of {@link Hands}: {@code x,y} points between blanks, {@code !} behind a
   * corner, {@code |} where the pen is lifted.
   */
  static Hand of(String notation) {
    List<List<Knot>> strokes = new ArrayList<>();
    for (String stroke : notation.split("\\|", -1)) {
      strokes.add(Pattern.compile(" +").splitAsStream(stroke.strip()).map(Knot::parse).toList());
    }
    return new Hand(strokes);
  }

  /**
   * Writes with an unsteady pen.
   *
   * @param jitter how far each point may stray along each axis, in units of the sheet
   */
  Path2D write(SplittableRandom random, double jitter) {
    Path2D path = new Path2D.Double();
    for (List<Knot> stroke : strokes) {
      List<Knot> unsteady = new ArrayList<>();
      for (Knot knot : stroke) {
        double dx = Uniform.around(0, jitter, random);
        unsteady.add(knot.moved(dx, Uniform.around(0, jitter, random)));
      }
      append(path, unsteady);
    }
    return path;
  }

  /** A Catmull-Rom spline through the knots, as cubic Bézier curves; corners break its tangent. */
  private static void append(Path2D path, List<Knot> knots) {
    path.moveTo(knots.get(0).x(), knots.get(0).y());
    for (int i = 1; i < knots.size(); i++) {
      Point2D leaving = control(knots, i - 1, i);
      Point2D arriving = control(knots, i, i - 1);
      Knot end = knots.get(i);
      path.curveTo(
          leaving.getX(), leaving.getY(), arriving.getX(), arriving.getY(), end.x(), end.y());
    }
  }

  /** The Bézier control point beside the knot {@code at}, on its way to the knot {@code toward}. */
  private static Point2D control(List<Knot> knots, int at, int toward) {
    Knot here = knots.get(at);
    Knot next = knots.get(toward);
    int behind = at + at - toward;
    if (here.corner() || behind < 0 || behind == knots.size()) {
      return new Point2D.Double(
          here.x() + (next.x() - here.x()) / 3, here.y() + (next.y() - here.y()) / 3);
    }
    Knot last = knots.get(behind);
    return new Point2D.Double(
        here.x() + (next.x() - last.x()) / 6, here.y() + (next.y() - last.y()) / 6);
  }
}

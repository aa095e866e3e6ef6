package io.digits;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes single digits as MNIST shows them (LeCun et al. 1998): white on black, fitted into about
 * 20×20 pixels with the aspect ratio kept, and centred by mass on 28×28. A pure function of digit
 * and random stream.
 */
final class Handwriting {
  static final int SIDE = 28;

  /** In units of the hand's sheet, 100 high. */
  private static final double JITTER = 5;

  private static final double LEAST_SIZE = 16;
  private static final double LARGEST_SIZE = 20;
  private static final double THINNEST = 0.8;
  private static final double THICKEST = 1.7;
  private static final double ROTATION_RADIANS = 0.3;
  private static final double SHEAR = 0.3;
  private static final double NARROWEST = 0.6;
  private static final double WIDEST = 1.1;
  private static final double SHIFT = 1;

  private Handwriting() {}

  /**
   * Writes a digit, 0 to 9, by one of its hands.
   *
   * @return greys {@code [28, 28]}, row by row, 0 for black and 255 for white
   */
  static byte[] write(int digit, SplittableRandom random) {
    List<Hand> hands = Hands.of(digit);
    Path2D path = hands.get(Uniform.below(hands.size(), random)).write(random, JITTER);
    path.transform(leaning(random));
    double radius = Uniform.between(THINNEST, THICKEST, random);
    double size = Uniform.between(LEAST_SIZE, LARGEST_SIZE, random);
    path.transform(fitting(path, size - 2 * radius));
    path.transform(centring(path, radius));
    double dx = Uniform.around(0, SHIFT, random);
    path.transform(translation(dx, Uniform.around(0, SHIFT, random)));
    Canvas canvas = new Canvas(SIDE);
    canvas.stroke(path, radius);
    return canvas.greys();
  }

  /** A random change of proportion, then shear, then rotation. */
  private static AffineTransform leaning(SplittableRandom random) {
    double width = Uniform.between(NARROWEST, WIDEST, random);
    double shear = Uniform.around(0, SHEAR, random);
    double angle = Uniform.around(0, ROTATION_RADIANS, random);
    // StrictMath: AffineTransform's own rotation takes the platform's sine.
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    AffineTransform leaning = new AffineTransform(cos, sin, -sin, cos, 0, 0);
    leaning.concatenate(new AffineTransform(width, 0, shear, 1, 0, 0));
    return leaning;
  }

  /** Scales the longer side of the path's box to a length in pixels; the box's middle to ours. */
  private static AffineTransform fitting(Path2D path, double length) {
    Rectangle2D box = Canvas.bounds(path);
    double scale = length / Math.max(box.getWidth(), box.getHeight());
    return new AffineTransform(
        scale,
        0,
        0,
        scale,
        SIDE / 2.0 - scale * box.getCenterX(),
        SIDE / 2.0 - scale * box.getCenterY());
  }

  private static AffineTransform centring(Path2D path, double radius) {
    Canvas trial = new Canvas(SIDE);
    trial.stroke(path, radius);
    Point2D mass = trial.centreOfMass();
    return translation(SIDE / 2.0 - mass.getX(), SIDE / 2.0 - mass.getY());
  }

  private static AffineTransform translation(double dx, double dy) {
    return new AffineTransform(1, 0, 0, 1, dx, dy);
  }
}

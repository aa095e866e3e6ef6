package io.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class CanvasTest {
  /** A pen one pixel thick along the middle of row 1, from the middle of column 1 to column 3. */
  @Test
  void inksTheRowUnderAThinStroke() {
    Canvas canvas = new Canvas(5);

    canvas.stroke(line(1.5, 1.5, 3.5, 1.5), 0.5);

    assertThat(canvas.greys())
        .containsExactly(
            grey(0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /** Along an edge between pixels, a stroke one pixel thick covers half of either side. */
  @Test
  void sharesInkBetweenPixelsByCover() {
    Canvas canvas = new Canvas(4);

    canvas.stroke(line(0.5, 2, 3.5, 2), 0.5);

    assertThat(canvas.greys())
        .containsExactly(grey(0, 0, 0, 0, 128, 128, 128, 128, 128, 128, 128, 128, 0, 0, 0, 0));
  }

  @Test
  void doesNotAddInkWhereStrokesCross() {
    Canvas once = new Canvas(8);
    once.stroke(line(1, 1, 7, 7), 1.2);
    Canvas twice = new Canvas(8);
    twice.stroke(line(1, 1, 7, 7), 1.2);
    twice.stroke(line(1, 1, 7, 7), 1.2);

    assertThat(twice.greys()).isEqualTo(once.greys());
  }

  @Test
  void leavesOutWhatLiesBeyondTheSheet() {
    Canvas canvas = new Canvas(3);

    canvas.stroke(line(-9, 1.5, 9, 1.5), 0.5);

    assertThat(canvas.greys()).containsExactly(grey(0, 0, 0, 255, 255, 255, 0, 0, 0));
  }

  @Test
  void findsTheCentreOfMass() {
    Canvas canvas = new Canvas(28);
    assertThat(canvas.centreOfMass()).isEqualTo(new Point2D.Double(14, 14));

    canvas.stroke(line(5.5, 8.5, 9.5, 8.5), 0.5);

    assertThat(canvas.centreOfMass()).isEqualTo(new Point2D.Double(7.5, 8.5));
  }

  @Test
  void boundsTheCurveAndNotItsControlPoints() {
    Path2D arch = new Path2D.Double();
    arch.moveTo(0, 0);
    arch.curveTo(0, 40, 40, 40, 40, 0);

    Rectangle2D bounds = Canvas.bounds(arch);

    // The curve's top is at three quarters of its control points' height.
    assertThat(bounds.getMaxY()).isBetween(29.9, 30.0);
    assertThat(bounds.getWidth()).isEqualTo(40);
  }

  @Test
  void refusesToBoundAnEmptyPath() {
    assertThatThrownBy(() -> Canvas.bounds(new Path2D.Double()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an empty path has no bounds");
  }

  private static Path2D line(double fromX, double fromY, double toX, double toY) {
    Path2D line = new Path2D.Double();
    line.moveTo(fromX, fromY);
    line.lineTo(toX, toY);
    return line;
  }

  private static byte[] grey(int... greys) {
    byte[] bytes = new byte[greys.length];
    for (int i = 0; i < greys.length; i++) {
      bytes[i] = (byte) greys[i];
    }
    return bytes;
  }
}

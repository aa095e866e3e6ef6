package model.preparation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The marks of a picture: what of it is ink, and what of that hangs together. */
final class Marks {
  /** So far from the outline a stroke's edge, which is never quite sharp, is over. */
  private static final int BEYOND_EDGE = 2;

  /** The part of a mark's strength that is an edge. */
  private static final double EDGE = 0.35;

  private final Grey strength;
  private final float least;
  private final int[] labels;
  private final List<Mark> all = new ArrayList<>();

  private Marks(Grey strength, float least) {
    this.strength = strength;
    this.least = least;
    this.labels = new int[strength.values().length];
  }

  /**
   * All marks, in the order of their first pixels.
   *
   * @param strength of the ink, 0 where there is none
   * @param least what counts as ink
   */
  static Marks of(Grey strength, float least) {
    Marks marks = new Marks(strength, least);
    int[] waiting = new int[marks.labels.length];
    for (int start = 0; start < marks.labels.length; start++) {
      if (marks.labels[start] == 0 && marks.isInk(start)) {
        marks.all.add(marks.flooded(start, waiting));
      }
    }
    return marks;
  }

  List<Mark> all() {
    return Collections.unmodifiableList(all);
  }

  /** Of the mark at a pixel; 0 if none is there or the picture ends before. */
  int labelAt(int x, int y) {
    return isInside(x, y) ? labels[y * strength.width() + x] : 0;
  }

  private boolean isInside(int x, int y) {
    return x >= 0 && y >= 0 && x < strength.width() && y < strength.height();
  }

  private boolean isInk(int pixel) {
    return strength.values()[pixel] >= least;
  }

  private Mark flooded(int start, int[] waiting) {
    int label = all.size() + 1;
    Growing mark = new Growing();
    int count = 0;
    waiting[count++] = start;
    labels[start] = label;
    while (count > 0) {
      int pixel = waiting[--count];
      int x = pixel % strength.width();
      int y = pixel / strength.width();
      mark.add(x, y, strength.values()[pixel], openSides(x, y));
      for (int i = 0; i < 9; i++) {
        int nextX = x + i % 3 - 1;
        int nextY = y + i / 3 - 1;
        int next = nextY * strength.width() + nextX;
        if (isInside(nextX, nextY) && labels[next] == 0 && isInk(next)) {
          labels[next] = label;
          waiting[count++] = next;
        }
      }
    }
    return mark.as(label);
  }

  private int openSides(int x, int y) {
    return open(x - 1, y) + open(x + 1, y) + open(x, y - 1) + open(x, y + 1);
  }

  private int open(int x, int y) {
    return isInside(x, y) && isInk(y * strength.width() + x) ? 0 : 1;
  }

  private static final class Growing {
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right;
    private int bottom;
    private int area;
    private int outline;
    private double strength;

    void add(int x, int y, float value, int openSides) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
      area++;
      outline += openSides;
      strength += value;
    }

    Mark as(int label) {
      return new Mark(label, new Box(left, top, right, bottom), area, outline, strength);
    }
  }

  /** What the outline of a mark looks on. */
  private interface Side {
    void at(int x, int y, int dx, int dy);
  }

  private void forEachSide(Mark mark, Side side) {
    Box box = mark.box();
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        if (labelAt(x, y) == mark.label()) {
          side.at(x, y, 1, 0);
          side.at(x, y, -1, 0);
          side.at(x, y, 0, 1);
          side.at(x, y, 0, -1);
        }
      }
    }
  }

  /**
   * The share of a mark's outline at which the picture itself has an edge, 0 to 1: all of a
   * stroke's, but not of what a shadow leaves.
   *
   * @param ink the picture, with more where there is more ink
   */
  double edgeShare(Mark mark, Grey ink) {
    int[] sides = new int[2];
    double edge = EDGE * mark.meanStrength();
    forEachSide(
        mark,
        (x, y, dx, dy) -> {
          if (labelAt(x + dx, y + dy) == mark.label()) {
            return;
          }
          sides[0]++;
          double inside = Math.max(ink.at(x, y), inside(ink, x - dx, y - dy));
          if (isInside(x + dx, y + dy)
              && inside - inside(ink, x + BEYOND_EDGE * dx, y + BEYOND_EDGE * dy) >= edge) {
            sides[1]++;
          }
        });
    return (double) sides[1] / sides[0];
  }

  /** The nearest value that the picture has. */
  private static float inside(Grey picture, int x, int y) {
    return picture.at(
        Math.min(Math.max(x, 0), picture.width() - 1),
        Math.min(Math.max(y, 0), picture.height() - 1));
  }

  /**
   * The share of a mark's surroundings, half its size beyond its box, that looks as it does rather
   * than as what it borders on: ink is the smaller part of a page, the inside of a loop is not.
   *
   * @param ink the picture, with more where there is more ink
   */
  double likeShare(Mark mark, Grey ink) {
    double[] sums = new double[2];
    int[] counts = new int[2];
    forEachSide(
        mark,
        (x, y, dx, dy) -> {
          sums[0] += ink.at(x, y);
          counts[0]++;
          int beyondX = x + BEYOND_EDGE * dx;
          int beyondY = y + BEYOND_EDGE * dy;
          if (isInside(beyondX, beyondY) && labelAt(beyondX, beyondY) != mark.label()) {
            sums[1] += ink.at(beyondX, beyondY);
            counts[1]++;
          }
        });
    if (counts[1] == 0) {
      return 1;
    }
    double middle = (sums[0] / counts[0] + sums[1] / counts[1]) / 2;
    return shareAbove(middle, ink, mark.box());
  }

  private static double shareAbove(double middle, Grey ink, Box box) {
    Box around = box.widened(box.longerSide() / 2, ink.width(), ink.height());
    int above = 0;
    for (int y = around.top(); y < around.bottom(); y++) {
      for (int x = around.left(); x < around.right(); x++) {
        if (ink.at(x, y) > middle) {
          above++;
        }
      }
    }
    return above / ((double) around.width() * around.height());
  }
}

package model.preparation;

import java.util.List;

/**
 * A picture that ends where its digit does: what there is of the page looks like marks, and the
 * digit like one that is cut off. With page around it is one like others.
 *
 * @param margin of page around, in pixels; 0 if it needs none
 */
record Crop(Grey picture, int margin) {
  /** Of the longer side, in pixels. */
  private static final int SIDE = 100;

  /** A digit that fills a picture needs no more than so many pixels of the longer side. */
  private static final int ENOUGH = 400;

  /** How near to each side of the picture the digit must come, of the longer side. */
  private static final double NEAR = 0.04;

  /** So much of all that differs is the difference of ink and page. */
  private static final double TWO_GREYS = 0.75;

  private static final double MOST_INK = 0.8;

  /** Of the picture's edge: a digit touches it in places, a shadow or the table along it. */
  private static final double EDGE_INKED = 0.35;

  /** So much of the ink hangs together. */
  private static final double ONE = 0.9;

  private static final double MARGIN = 0.5;

  /** Any ink at all: greys come in steps of 1/255. */
  private static final float LEAST = 1e-4f;

  /** The same picture, with page around if it needs some. */
  static Crop of(Grey picture) {
    Grey small = picture.atMost(SIDE);
    Shades shades = Shades.of(small);
    if (shades.explained() < TWO_GREYS) {
      return new Crop(picture, 0);
    }
    boolean dark = shades.isInkDark(small);
    Grey ink = shades.above(small, dark);
    if (!fills(ink)) {
      return new Crop(picture, 0);
    }
    Grey enough = picture.atMost(ENOUGH);
    int margin = (int) Math.ceil(MARGIN * enough.longerSide());
    return new Crop(Plane.through(small, ink).around(enough, margin), margin);
  }

  /** Whether one mark is nearly all of the ink, and comes near all sides. */
  private static boolean fills(Grey ink) {
    int near = Math.max(1, (int) (NEAR * ink.longerSide()));
    Box box = Shades.box(ink);
    if (box.left() > near
        || box.top() > near
        || box.right() < ink.width() - near
        || box.bottom() < ink.height() - near) {
      return false;
    }
    if (edgeShare(ink) > EDGE_INKED) {
      return false;
    }
    List<Mark> marks = Marks.of(ink, LEAST).all();
    int all = marks.stream().mapToInt(Mark::area).sum();
    int most = marks.stream().mapToInt(Mark::area).max().orElse(0);
    return most >= ONE * all && all <= MOST_INK * ink.values().length;
  }

  private static double edgeShare(Grey ink) {
    int inked = 0;
    int all = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (x == 0 || y == 0 || x == ink.width() - 1 || y == ink.height() - 1) {
          all++;
          inked += ink.at(x, y) > 0 ? 1 : 0;
        }
      }
    }
    return (double) inked / all;
  }
}

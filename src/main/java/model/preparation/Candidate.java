package model.preparation;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The marks of a picture that are most likely its digit: the one that stands out, and the fragments
 * that lie so near that they belong to it, such as the upper stroke of a 5.
 */
final class Candidate {
  /** Beyond this a mark is thicker than any digit's strokes; a disc has 0.5. */
  private static final double TOO_THICK = 0.35;

  /** From this on it is rather the inside of a loop than strokes. */
  private static final double BLOB = 0.22;

  /** What is cut off by the picture's edge is rarely what the picture is of. */
  private static final double CUT_OFF = 0.05;

  private static final double UNLIKELY = 0.1;

  /** More than this of what is around it looks like it: it is the page, between ink. */
  private static final double MAJORITY = 0.5;

  /** A frame fills little of its box, and something of this part of its size is in it. */
  private static final double FRAME_FILL = 0.25;

  private static final double FRAMED = 0.25;

  /** How far off a fragment may lie, of the digit's longer side. */
  private static final double REACH = 0.12;

  /** How small a fragment may be, of the mark's area; smaller ones are dirt. */
  private static final double FRAGMENT = 0.02;

  /** Of the outline: a shadow has an edge here and there, and so has a digit out of focus. */
  private static final double SHARP = 0.7;

  /** Of the picture's longer side: what is smaller may be a speck beside a digit out of focus. */
  private static final double SMALL = 0.06;

  private final Marks marks;
  private final Grey ink;
  private final Mark main;
  private final double score;
  private final BitSet labels = new BitSet();
  private Box box;

  private Candidate(Marks marks, Grey ink, Mark main, double score) {
    this.marks = marks;
    this.ink = ink;
    this.main = main;
    this.score = score;
    this.box = main.box();
    labels.set(main.label());
  }

  /**
   * The best one; empty if there is no mark.
   *
   * @param marks of the ink
   * @param ink the picture, with more where there is more ink
   */
  static Optional<Candidate> of(Marks marks, Grey ink) {
    Mark best = null;
    double most = 0;
    for (Mark mark : marks.all()) {
      double score = likelihood(mark, ink);
      if (score > most) {
        score *= Math.pow(marks.edgeShare(mark, ink), 4);
        score *= marks.likeShare(mark, ink) > MAJORITY ? UNLIKELY : 1;
      }
      if (score > most) {
        most = score;
        best = mark;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    Candidate candidate = new Candidate(marks, ink, framedBy(best, marks.all()), most);
    candidate.addFragments();
    return Optional.of(candidate);
  }

  private static double likelihood(Mark mark, Grey ink) {
    return mark.meanStrength()
        * Math.sqrt(mark.area())
        * (mark.box().reachesEdge(ink.width(), ink.height()) ? CUT_OFF : 1)
        * (mark.thickness() > TOO_THICK ? UNLIKELY : 1);
  }

  /** What stands in a frame, if it is one; else itself. */
  private static Mark framedBy(Mark frame, List<Mark> all) {
    if (frame.fill() >= FRAME_FILL) {
      return frame;
    }
    return all.stream()
        .filter(mark -> mark.label() != frame.label() && frame.box().contains(mark.box()))
        .filter(mark -> mark.box().longerSide() >= FRAMED * frame.box().longerSide())
        .max(Comparator.comparingDouble(Mark::strength))
        .orElse(frame);
  }

  private void addFragments() {
    double reach = REACH * box.longerSide();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Mark mark : marks.all()) {
        if (!labels.get(mark.label()) && isFragment(mark) && mark.box().distance(box) <= reach) {
          labels.set(mark.label());
          box = box.with(mark.box());
          grown = true;
        }
      }
    }
  }

  private boolean isFragment(Mark mark) {
    return mark.area() >= FRAGMENT * main.area()
        && mark.box().longerSide() < main.box().longerSide()
        && !mark.box().reachesEdge(ink.width(), ink.height());
  }

  /** How much it stands out; greater than 0. */
  double score() {
    return score;
  }

  /** How much it stands out, whatever the scale of the picture. */
  double prominence() {
    return score / ink.longerSide();
  }

  /** Whether the picture has an edge along its outline. */
  boolean isSharp() {
    return marks.edgeShare(main, ink) >= SHARP;
  }

  /** Whether it is hardly large enough for a digit. */
  boolean isSmall() {
    return box.longerSide() < SMALL * ink.longerSide();
  }

  Box box() {
    return box;
  }

  /** Whether another, of the other kind of contrast, is the inside of one of its loops. */
  boolean isLoopAround(Candidate other) {
    return box.contains(other.box) && other.main.thickness() > BLOB;
  }

  boolean has(int x, int y) {
    return labels.get(marks.labelAt(x, y));
  }

  /** How many marks belong to it. */
  int parts() {
    return labels.cardinality();
  }

  /** How many other marks were found that are as large as a fragment would be. */
  int others() {
    return (int)
        marks.all().stream()
            .filter(mark -> !labels.get(mark.label()) && mark.area() >= FRAGMENT * main.area())
            .count();
  }
}

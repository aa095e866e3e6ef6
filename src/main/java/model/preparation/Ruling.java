package model.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the lines of ruled paper that run from the left of a picture to its right. */
final class Ruling {
  /** The thickest line, of the picture's longer side. */
  private static final double THICKEST = 0.018;

  /** How far a line may rise or fall, of the picture's width. */
  private static final double STEEPEST = 0.1;

  /** A line that is seen in so much of the columns goes through the picture; of several, less. */
  private static final double THROUGH = 0.85;

  private static final double SEVERAL_THROUGH = 0.6;
  private static final int SEVERAL = 3;

  /** The columns at each end, of all, and how many of them may have other ink than the line. */
  private static final double END = 0.1;

  private static final double END_INKED = 0.25;

  /** How far paper bends a line, in pixels, and over what part of the width it bends alike. */
  private static final int BEND = 3;

  private static final int BENDS = 20;

  private final Ridges ridges;
  private final int reach;
  private final int steepest;
  private final int[][] counts;

  private Ruling(Grey ink) {
    reach = Math.max(3, (int) Math.round(THICKEST * ink.longerSide()));
    ridges = Ridges.of(ink, reach);
    steepest = (int) (STEEPEST * ink.width());
    counts = new int[2 * steepest + 1][ink.height() + 2 * steepest + 2];
  }

  /** A line by its rise over the whole width, and its row in the first column. */
  private record Straight(int rise, int start, int seen) {
    double row(int x, int width) {
      return start + (double) rise * x / width;
    }
  }

  /**
   * All lines.
   *
   * @param ink more where there is more ink
   */
  static List<PaperLine> in(Grey ink) {
    Ruling ruling = new Ruling(ink);
    ruling.count();
    List<Straight> lines = ruling.lines();
    if (lines.size() < SEVERAL) {
      lines =
          lines.stream()
              .filter(line -> line.seen() >= THROUGH * ink.width())
              .filter(ruling::goesOnBeyondTheInk)
              .toList();
    }
    return lines.stream().map(ruling::followed).toList();
  }

  /** For each rise and start, how many columns have a ridge there (Hough 1962). */
  private void count() {
    int width = ridges.width();
    for (int y = 0; y < ridges.height(); y++) {
      for (int x = 0; x < width; x++) {
        if (ridges.at(x, y)) {
          for (int rise = -steepest; rise <= steepest; rise++) {
            int start = y - Math.floorDiv(2 * rise * x + width, 2 * width);
            counts[rise + steepest][start + steepest + 1]++;
          }
        }
      }
    }
  }

  private List<Straight> lines() {
    List<Straight> found = new ArrayList<>();
    for (int rise = -steepest; rise <= steepest; rise++) {
      int[] starts = counts[rise + steepest];
      for (int i = 1; i < starts.length - 1; i++) {
        int seen = starts[i - 1] + starts[i] + starts[i + 1];
        if (seen >= SEVERAL_THROUGH * ridges.width()) {
          found.add(new Straight(rise, i - steepest - 1, seen));
        }
      }
    }
    found.sort(Comparator.comparingInt(Straight::seen).reversed());
    List<Straight> lines = new ArrayList<>();
    for (Straight line : found) {
      if (lines.stream().allMatch(other -> areApart(line, other))) {
        lines.add(line);
      }
    }
    return lines;
  }

  private boolean areApart(Straight one, Straight other) {
    int atStart = one.start() - other.start();
    int atEnd = atStart + one.rise() - other.rise();
    return Math.min(Math.abs(atStart), Math.abs(atEnd)) > reach && atStart > 0 == atEnd > 0;
  }

  /** A single line is the paper's if it goes on where the digit has ended, on both sides. */
  private boolean goesOnBeyondTheInk(Straight line) {
    int width = ridges.width();
    int end = Math.max(2, (int) (END * width));
    return inked(line, 0, end) < END_INKED * end
        && inked(line, width - end, width) < END_INKED * end;
  }

  private int inked(Straight line, int from, int to) {
    int inked = 0;
    for (int x = from; x < to; x++) {
      double row = line.row(x, ridges.width());
      boolean other = false;
      for (int y = 0; y < ridges.height(); y++) {
        other |= ridges.at(x, y) && Math.abs(y - row) > BEND;
      }
      inked += other ? 1 : 0;
    }
    return inked;
  }

  /** As it really runs: paper is seldom flat. */
  private PaperLine followed(Straight line) {
    int width = ridges.width();
    float[] off = new float[width];
    float[] heights = new float[width];
    float[] thicknesses = new float[width];
    int seen = 0;
    for (int x = 0; x < width; x++) {
      int row = nearest(x, (int) Math.round(line.row(x, width)));
      off[x] = row < 0 ? Float.NaN : (float) (row - line.row(x, width));
      if (row >= 0) {
        heights[seen] = ridges.height(x, row);
        thicknesses[seen++] = ridges.thickness(x, row);
      }
    }
    float[] rows = new float[width];
    for (int x = 0; x < width; x++) {
      rows[x] = (float) line.row(x, width) + usual(off, x, Math.max(BEND, width / BENDS));
    }
    return new PaperLine(
        rows,
        Order.median(Arrays.copyOf(thicknesses, seen)),
        Order.median(Arrays.copyOf(heights, seen)));
  }

  /** The row of the ridge that is nearest; -1 if none is near. */
  private int nearest(int x, int row) {
    for (int off = 0; off <= BEND; off++) {
      if (ridges.at(x, row - off)) {
        return row - off;
      }
      if (ridges.at(x, row + off)) {
        return row + off;
      }
    }
    return -1;
  }

  private static float usual(float[] off, int x, int around) {
    float[] near = new float[2 * around + 1];
    int count = 0;
    for (int i = Math.max(0, x - around); i <= Math.min(off.length - 1, x + around); i++) {
      if (!Float.isNaN(off[i])) {
        near[count++] = off[i];
      }
    }
    return count == 0 ? 0 : Order.median(Arrays.copyOf(near, count));
  }
}

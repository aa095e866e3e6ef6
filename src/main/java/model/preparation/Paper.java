package model.preparation;

import java.util.ArrayList;
import java.util.List;
import model.preparation.AreaAverage.Window;

/** The lines of a page, ruled or squared, that are taken away before its ink is searched. */
final class Paper {
  /** Of the shorter side, in pixels: smaller pictures have no room for lines and a digit. */
  private static final int SMALLEST = 80;

  /** Of one contrast and direction. */
  private record Lines(boolean dark, boolean turned, List<PaperLine> lines) {}

  private final List<Lines> all;

  private Paper(List<Lines> all) {
    this.all = all;
  }

  /** Of a picture without noise. */
  static Paper of(Grey calm) {
    List<Lines> all = new ArrayList<>();
    if (Math.min(calm.width(), calm.height()) >= SMALLEST) {
      for (boolean dark : new boolean[] {true, false}) {
        Grey ink = dark ? calm.negated() : calm;
        all.add(new Lines(dark, false, Ruling.in(ink)));
        all.add(new Lines(dark, true, Ruling.in(ink.transposed())));
      }
      all.removeIf(lines -> lines.lines().isEmpty());
    }
    return new Paper(all);
  }

  /** How many were found. */
  int lines() {
    return all.stream().mapToInt(lines -> lines.lines().size()).sum();
  }

  /**
   * The picture, or a part of it, without its lines.
   *
   * @param columns where its columns lie in the picture that was searched
   * @param rows likewise
   */
  Grey without(Grey picture, Window columns, Window rows) {
    Grey clear = picture;
    for (Lines lines : all) {
      clear = without(clear, lines, columns, rows);
    }
    return clear;
  }

  private static Grey without(Grey picture, Lines lines, Window columns, Window rows) {
    Grey page = lines.dark() ? picture.negated() : picture;
    Grey ink = lines.turned() ? page.transposed() : page.copy();
    for (PaperLine line : lines.lines()) {
      line.erase(ink, lines.turned() ? rows : columns, lines.turned() ? columns : rows);
    }
    ink = lines.turned() ? ink.transposed() : ink;
    return lines.dark() ? ink.negated() : ink;
  }
}

package model.preparation;

import model.preparation.AreaAverage.Window;

/** A line printed on paper, from the left of a picture to its right. */
final class PaperLine {
  /** So much of its strength must stand clear of what is above and below. */
  private static final float CLEAR = 0.5f;

  private final float[] middle;
  private final double thickness;
  private final float strength;

  /**
   * Does not copy.
   *
   * @param middle in each column, in rows of the picture that was searched
   * @param thickness in such rows
   * @param strength how much more ink it is than the paper
   */
  PaperLine(float[] middle, double thickness, float strength) {
    this.middle = middle;
    this.thickness = thickness;
    this.strength = strength;
  }

  /**
   * Takes it out of a picture, but where something thicker crosses it.
   *
   * @param ink more where there is more ink
   * @param columns where its columns lie in the picture that was searched
   * @param rows likewise
   */
  void erase(Grey ink, Window columns, Window rows) {
    int reach = (int) Math.ceil(thickness / rows.step() / 2 + 1);
    int slack = Math.max(1, (int) Math.round(1 / rows.step()));
    for (int x = 0; x < ink.width(); x++) {
      double column = columns.from() + (x + 0.5) * columns.step();
      int at = Math.min(middle.length - 1, Math.max(0, (int) column));
      int expected = (int) Math.floor((middle[at] + 0.5 - rows.from()) / rows.step());
      int y = most(ink, x, expected, slack);
      if (y >= 0 && Ridges.height(ink, x, y, reach + 1) >= CLEAR * strength) {
        level(ink, x, y - reach - 1, y + reach + 1);
      }
    }
  }

  private static int most(Grey ink, int x, int expected, int slack) {
    int most = -1;
    for (int y = Math.max(0, expected - slack);
        y <= Math.min(ink.height() - 1, expected + slack);
        y++) {
      if (most < 0 || ink.at(x, y) > ink.at(x, most)) {
        most = y;
      }
    }
    return most;
  }

  /** From the ink in one row to that in the other, where there is more. */
  private static void level(Grey ink, int x, int from, int to) {
    int top = Math.max(from, 0);
    int bottom = Math.min(to, ink.height() - 1);
    float first = ink.at(x, top);
    float last = ink.at(x, bottom);
    for (int y = top; y <= bottom; y++) {
      float share = (float) (y - from) / (to - from);
      int i = y * ink.width() + x;
      ink.values()[i] = Math.min(ink.values()[i], first + share * (last - first));
    }
  }
}

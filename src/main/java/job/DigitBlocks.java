package job;

import io.idx.SampledRow;
import java.util.List;

/**
 * Digits drawn in characters, as many side by side as a line holds, with the label and row of each
 * under it. They are drawn at full size if all fit side by side, and else at half the size, if the
 * ink can.
 */
final class DigitBlocks {
  private static final int GAP = 2;

  /** A caption, and a blank one. */
  private static final int LINES_BELOW = 2;

  private final List<SampledRow> rows;
  private final Ink ink;
  private final int pixelsAcross;
  private final int cell;
  private final int across;

  private DigitBlocks(List<SampledRow> rows, Screen screen, int pixelsAcross) {
    this.rows = rows;
    this.ink = screen.ink();
    this.pixelsAcross = pixelsAcross;
    int widest = rows.stream().mapToInt(row -> caption(row).length()).max().orElse(0);
    int image = rows.stream().mapToInt(row -> Ink.columns(row, pixelsAcross)).max().orElse(0);
    this.cell = Math.max(widest, image);
    this.across = Math.max(1, (screen.columns() + GAP) / (cell + GAP));
  }

  /** Lines that end in a newline, a blank one after each row of digits. */
  static String of(List<SampledRow> rows, Screen screen) {
    DigitBlocks full = new DigitBlocks(rows, screen, 1);
    return full.across >= rows.size()
        ? full.text()
        : new DigitBlocks(rows, screen, screen.ink().mostPixelsAcross()).text();
  }

  /**
   * How many digits a screen shows at once, at half the size if the ink can; one at least.
   *
   * @param widest as any of them, with the longest caption
   * @param lines of the screen, for digits alone
   */
  static int fitting(SampledRow widest, Screen screen, int lines) {
    int pixelsAcross = screen.ink().mostPixelsAcross();
    int across = new DigitBlocks(List.of(widest), screen, pixelsAcross).across;
    return across * Math.max(1, lines / (Ink.lines(widest, pixelsAcross) + LINES_BELOW));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < rows.size(); from += across) {
      List<SampledRow> beside = rows.subList(from, Math.min(rows.size(), from + across));
      for (int line = 0; line < Ink.lines(beside.get(0), pixelsAcross); line++) {
        appendLine(text, beside, line);
      }
      appendCaptions(text, beside);
      text.append('\n');
    }
    return text.toString();
  }

  private void appendLine(StringBuilder text, List<SampledRow> beside, int line) {
    int padding = cell + GAP - Ink.columns(beside.get(0), pixelsAcross);
    StringBuilder drawn = new StringBuilder();
    for (SampledRow row : beside) {
      drawn.append(ink.line(row, line, pixelsAcross)).append(" ".repeat(padding));
    }
    text.append(drawn.toString().stripTrailing()).append('\n');
  }

  private void appendCaptions(StringBuilder text, List<SampledRow> beside) {
    StringBuilder captions = new StringBuilder();
    for (SampledRow row : beside) {
      String caption = caption(row);
      captions.append(caption).append(" ".repeat(cell + GAP - caption.length()));
    }
    text.append(captions.toString().stripTrailing()).append('\n');
  }

  private static String caption(SampledRow row) {
    return "%d #%d".formatted(row.label(), row.row());
  }
}

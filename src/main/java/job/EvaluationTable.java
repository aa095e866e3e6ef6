package job;

import io.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import model.Confusion;

/** The evaluations of one run as a table for the console: plain ASCII, one line an epoch. */
final class EvaluationTable {
  private static final List<String> HEADER =
      List.of("epoch", "accuracy %", "95 % interval", "loss", "worst class", "its recall %");

  private EvaluationTable() {}

  /** A header, then a line for each evaluation, by epoch; every line ends with a line feed. */
  static String of(List<Evaluation> evaluations) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    evaluations.stream()
        .sorted(Comparator.comparingInt(Evaluation::epoch))
        .map(EvaluationTable::cells)
        .forEach(lines::add);
    return aligned(lines);
  }

  private static List<String> cells(Evaluation evaluation) {
    Confusion confusion = Confusion.of(evaluation.confusion());
    int worst = confusion.worstClass();
    return List.of(
        Integer.toString(evaluation.epoch()),
        percent(evaluation.accuracy()),
        percent(evaluation.accuracyLow()) + " - " + percent(evaluation.accuracyHigh()),
        String.format(Locale.ROOT, "%.4f", evaluation.loss()),
        Integer.toString(worst),
        percent(confusion.recall(worst)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /** Columns are as wide as their widest cell, two spaces apart, flush right. */
  private static String aligned(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        String cell = line.get(column);
        text.append(column == 0 ? "" : "  ");
        text.append(" ".repeat(width(lines, column) - cell.length())).append(cell);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }
}

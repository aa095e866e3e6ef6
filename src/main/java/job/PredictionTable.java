package job;

import io.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Predictions for a terminal: a line each of the first few that have an answer, then of those that
 * have none, with what is wrong in words.
 */
final class PredictionTable {
  /** Lines of each kind. */
  static final int MOST = 20;

  private static final String LINE = "%5s  %6s  %6s  %6s  %s%n";

  private final UnaryOperator<String> shown;

  private PredictionTable(UnaryOperator<String> shown) {
    this.shown = shown;
  }

  /**
   * A header and the lines of either kind that there are; empty if there are no predictions.
   *
   * @param shown how people are shown a path
   */
  static String of(PredictionSummary summary, UnaryOperator<String> shown) {
    PredictionTable table = new PredictionTable(shown);
    String answers = lines(summary.answers(), summary.answered(), table::answer);
    String failures = lines(summary.failures(), summary.all() - summary.answered(), table::failure);
    String header =
        String.format(Locale.ROOT, LINE, "digit", "sure %", "second", "sure %", "picture");
    return (answers.isEmpty() ? "" : header + answers)
        + (answers.isEmpty() || failures.isEmpty() ? "" : String.format("%n"))
        + (failures.isEmpty() ? "" : String.format("without an answer:%n") + failures);
  }

  private static String lines(List<Prediction> first, long all, Function<Prediction, String> line) {
    StringBuilder text = new StringBuilder();
    first.stream().limit(MOST).map(line).forEach(text::append);
    if (all > MOST) {
      text.append(
          String.format(
              Locale.ROOT,
              "       … and %,d more (--output keeps all, --sheet the first %d)%n",
              all - MOST,
              ContactSheet.MOST));
    }
    return text.toString();
  }

  private String answer(Prediction prediction) {
    Prediction.Answer answer = prediction.answer().orElseThrow();
    return String.format(
        Locale.ROOT,
        LINE,
        answer.digit(),
        percent(answer.probability(answer.digit())),
        answer.second(),
        percent(answer.probability(answer.second())),
        plain(shown.apply(prediction.path())));
  }

  private String failure(Prediction prediction) {
    return String.format(
        Locale.ROOT,
        "    -  %s: %s%n",
        plain(shown.apply(prediction.path())),
        plain(prediction.error()));
  }

  /** Names of files may colour a terminal, and end its lines. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f", 100 * probability);
  }
}

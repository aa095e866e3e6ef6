package job;

import io.Prediction;
import java.util.List;
import java.util.Locale;

/** Predictions for a terminal: a line each of the first few, with what is wrong in words. */
final class PredictionTable {
  /** Lines of pictures. */
  static final int MOST = 20;

  private static final String LINE = "%5s  %6s  %6s  %6s  %s%n";

  private PredictionTable() {}

  /**
   * A header and the lines; empty if there are no predictions.
   *
   * @param all how many pictures there are in all
   */
  static String of(List<Prediction> first, long all) {
    if (first.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, LINE, "digit", "sure %", "second", "sure %", "picture"));
    first.stream().limit(MOST).map(PredictionTable::line).forEach(text::append);
    if (all > MOST) {
      text.append(String.format(Locale.ROOT, "       … and %,d more%n", all - MOST));
    }
    return text.toString();
  }

  private static String line(Prediction prediction) {
    return prediction
        .answer()
        .map(
            answer ->
                String.format(
                    Locale.ROOT,
                    LINE,
                    answer.digit(),
                    percent(answer.probability(answer.digit())),
                    answer.second(),
                    percent(answer.probability(answer.second())),
                    prediction.path()))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    LINE,
                    "-",
                    "",
                    "",
                    "",
                    prediction.path() + ": " + prediction.error()));
  }

  static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f", 100 * probability);
  }
}

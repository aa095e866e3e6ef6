package job.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ClassScore;
import java.util.List;

/** How many of each digit are missed. */
final class RecallChart {
  private final List<ClassScore> scores;

  /**
   * @param scores of each digit, in their order
   */
  RecallChart(List<ClassScore> scores) {
    this.scores = scores;
  }

  /** What is missing to all: bars that begin at 100 % would show nothing of it. */
  Chart chart() {
    ObjectNode options = ChartOptions.ofChart();
    options.putObject("tooltip").put("confine", true).put("formatter", "{b}");
    options
        .putObject("grid")
        .put("left", 8)
        .put("right", 16)
        .put("top", 28)
        .put("bottom", 28)
        .put("containLabel", true);
    ArrayNode labels =
        ChartOptions.axis(options.putObject("xAxis"), "digit")
            .put("type", "category")
            .putArray("data");
    scores.forEach(score -> labels.add(score.label()));
    ChartOptions.axis(options.putObject("yAxis"), "").put("type", "value");
    ObjectNode series = options.putArray("series").addObject().put("type", "bar");
    series.put("color", "$c0").put("barMinHeight", 2);
    series
        .putObject("label")
        .put("show", true)
        .put("position", "top")
        .put("color", "$ink")
        .put("fontSize", 10);
    ArrayNode bars = series.putArray("data");
    scores.forEach(score -> addBar(bars.addObject(), score));
    return new Chart(
        "recall",
        "Missed of each digit, %",
        options,
        List.of(),
        List.of("digit", "test digits", "missed %", "recall %", "precision %", "F1 %"),
        scores.stream().map(RecallChart::row).toList());
  }

  private static void addBar(ObjectNode bar, ClassScore score) {
    if (score.support() == 0) {
      bar.putNull("value").put("name", score.label() + ": not in the test set");
      bar.putObject("label").put("formatter", "");
      return;
    }
    double missed = 1 - score.recall();
    bar.put("value", ChartOptions.rounded(100 * missed));
    bar.put(
        "name",
        "%d: %s missed, recall %s"
            .formatted(score.label(), Words.percent(missed), Words.percent(score.recall())));
    bar.putObject("label").put("formatter", Words.decimal("%.1f", 100 * missed));
  }

  private static List<String> row(ClassScore score) {
    return List.of(
        Integer.toString(score.label()),
        Words.count(score.support()),
        Words.decimal("%.2f", 100 * (1 - score.recall())),
        Words.decimal("%.2f", 100 * score.recall()),
        Words.decimal("%.2f", 100 * score.precision()),
        Words.decimal("%.2f", 100 * score.f1()));
  }
}

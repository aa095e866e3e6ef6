package job.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ClassScore;
import io.Evaluation;
import io.picture.PicturePng;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import model.Architecture;
import model.WrongDigit;

/** Which digits are taken for which, how often, and what the surest mistakes look like. */
final class Mistakes {
  private static final int WORST_PAIRS = 5;

  private final Evaluation evaluation;
  private final List<WrongDigit> wrong;

  Mistakes(Evaluation evaluation, List<WrongDigit> wrong) {
    this.evaluation = evaluation;
    this.wrong = wrong;
  }

  DomContent shown() {
    return section(
            h2("Mistakes"),
            p(
                "Of epoch %d, on %s test digits."
                    .formatted(evaluation.epoch(), Words.count(evaluation.examples()))),
            div(confusion().shownSquare(), recall().shown()).withClass("charts"),
            pairs().isEmpty() ? p("There are none.") : frequent(),
            wrong.isEmpty() ? null : surest())
        .withId("mistakes");
  }

  private DomContent frequent() {
    return div(
        h3("Most frequent"),
        ol(each(pairs().stream().limit(WORST_PAIRS).toList(), pair -> li(pair.inWords()))));
  }

  private DomContent surest() {
    return div(
        h3("Surest mistakes"),
        p(
            "The %d wrong answers that the network finds the most probable. Some of them are labels that people dispute, too."
                .formatted(wrong.size())),
        div(each(wrong, Mistakes::picture)).withClass("digits"));
  }

  /**
   * A kind of mistake.
   *
   * @param count above 0
   * @param support examples of the true class
   */
  private record Pair(int truth, int answer, long count, long support) {
    String inWords() {
      return "%d taken for %d: %s of %s%s"
          .formatted(
              truth,
              answer,
              Words.times(count),
              Words.count(support),
              support == 0 ? "" : " (" + Words.percent((double) count / support) + ")");
    }
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (ClassScore score : evaluation.perClass()) {
      for (int answer = 0; answer < Architecture.CLASSES; answer++) {
        long count = count(score.label(), answer);
        if (answer != score.label() && count > 0) {
          pairs.add(new Pair(score.label(), answer, count, score.support()));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(Pair::count).reversed());
    return pairs;
  }

  private long count(int truth, int answer) {
    return evaluation.confusion().get(truth).get(answer);
  }

  private Chart confusion() {
    ObjectNode options = ChartOptions.ofChart();
    options.putObject("tooltip").put("confine", true).put("formatter", "{b}");
    options.putObject("grid").put("left", 40).put("right", 8).put("top", 8).put("bottom", 44);
    ArrayNode labels =
        ChartOptions.axis(options.putObject("xAxis"), "answer")
            .put("type", "category")
            .putArray("data");
    ObjectNode truths = ChartOptions.axis(options.putObject("yAxis"), "truth");
    truths.put("type", "category").put("inverse", true);
    ArrayNode truthLabels = truths.putArray("data");
    digits().forEach(labels::add);
    digits().forEach(truthLabels::add);
    options.set("visualMap", shades());
    ObjectNode series = options.putArray("series").addObject().put("type", "heatmap");
    series.putObject("label").put("show", true).put("color", "$ink");
    series.putObject("itemStyle").put("borderColor", "$line").put("borderWidth", 1);
    ArrayNode cells = series.putArray("data");
    digits().forEach(truth -> digits().forEach(answer -> addCell(cells, truth, answer)));
    return new Chart(
        "confusion",
        "Which digit is taken for which",
        options,
        List.of(),
        confusionColumns(),
        confusionRows());
  }

  /** Mistakes alone are shaded: right answers are so many that no mistake would be seen. */
  private ObjectNode shades() {
    ObjectNode shades = JsonNodeFactory.instance.objectNode();
    shades
        .put("show", false)
        .put("min", 0)
        .put("max", Math.max(1, shade(pairs().isEmpty() ? 1 : pairs().get(0).count)));
    shades.putObject("inRange").putArray("color").add("$page").add("$heat");
    return shades;
  }

  /** By the root, for a single mistake should be seen beside the most frequent ones. */
  private static double shade(long count) {
    return Math.sqrt((double) count);
  }

  private void addCell(ArrayNode cells, int truth, int answer) {
    long count = count(truth, answer);
    ObjectNode cell = cells.addObject();
    cell.put("name", new Pair(truth, answer, count, support(truth)).inWords());
    ArrayNode value = cell.putArray("value").add(answer).add(truth);
    value.add(truth == answer ? ChartOptions.rounded(0) : ChartOptions.rounded(shade(count)));
    cell.putObject("label").put("formatter", count == 0 ? "" : Long.toString(count));
    if (truth == answer) {
      cell.putObject("itemStyle").put("color", "$right");
    }
  }

  private long support(int label) {
    return evaluation.perClass().get(label).support();
  }

  private static IntStream digits() {
    return IntStream.range(0, Architecture.CLASSES);
  }

  private static List<String> confusionColumns() {
    List<String> columns = new ArrayList<>(List.of("truth"));
    digits().forEach(answer -> columns.add("as " + answer));
    return columns;
  }

  private List<List<String>> confusionRows() {
    return digits()
        .mapToObj(
            truth -> {
              List<String> row = new ArrayList<>(List.of(Integer.toString(truth)));
              digits().forEach(answer -> row.add(Long.toString(count(truth, answer))));
              return row;
            })
        .toList();
  }

  /** What is missing to all: bars that begin at 100 % would show nothing of it. */
  private Chart recall() {
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
    digits().forEach(labels::add);
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
    evaluation.perClass().forEach(score -> addBar(bars.addObject(), score));
    return new Chart(
        "recall",
        "Missed of each digit, %",
        options,
        List.of(),
        List.of("digit", "test digits", "missed %", "recall %", "precision %", "F1 %"),
        evaluation.perClass().stream().map(Mistakes::recallRow).toList());
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

  private static List<String> recallRow(ClassScore score) {
    return List.of(
        Integer.toString(score.label()),
        Words.count(score.support()),
        Words.decimal("%.2f", 100 * (1 - score.recall())),
        Words.decimal("%.2f", 100 * score.recall()),
        Words.decimal("%.2f", 100 * score.precision()),
        Words.decimal("%.2f", 100 * score.f1()));
  }

  private static DomContent picture(WrongDigit digit) {
    return figure(
        img()
            .withSrc(PicturePng.ofGrey(digit.pixels(), Architecture.SIDE))
            .withAlt("a %d taken for %d".formatted(digit.truth(), digit.answer())),
        figcaption(
            div("%d taken for %d".formatted(digit.truth(), digit.answer())),
            div(Words.percent(digit.probability())),
            div("row %d".formatted(digit.row())).withClass("soft")));
  }
}

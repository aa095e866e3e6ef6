package job.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import io.EpochRecord;
import io.Evaluation;
import j2html.tags.DomContent;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How the runs learnt: accuracy, loss and speed by epoch, one run laid over the others. */
final class Curves {
  private final List<ReportedRun> runs;
  private final ReportedRun run;

  /**
   * @param runs the one that is reported, and those that it is compared with
   */
  Curves(List<ReportedRun> runs) {
    this.runs = List.copyOf(runs);
    this.run = runs.get(0);
  }

  DomContent shown() {
    LineChart accuracy = accuracy();
    return section(
            h2("Learning"),
            run.isTested() ? best() : null,
            div(
                    accuracy.isEmpty() ? null : accuracy.chart().shown(),
                    loss().shown(),
                    speed().shown())
                .withClass("charts"))
        .withId("learning");
  }

  private DomContent best() {
    Evaluation best =
        run.evaluations().stream()
            .max(Comparator.comparingDouble(Evaluation::accuracy))
            .orElseThrow();
    return p(
        "Areas are 95 %% intervals (Wilson). The highest accuracy of %s is that of epoch %d, %s; a model that is chosen by its test accuracy should be tested on other rows."
            .formatted(run.name(), best.epoch(), Words.percent(best.accuracy())));
  }

  private LineChart accuracy() {
    LineChart chart = new LineChart("accuracy", "Accuracy, %", "%.2f").scaled();
    for (int i = 0; i < runs.size(); i++) {
      chart.solid(
          name(i, "test"),
          i,
          runs.get(i).evaluations().stream()
              .map(
                  row ->
                      new LineChart.Point(
                          row.epoch(),
                          100 * row.accuracy(),
                          100 * row.accuracyLow(),
                          100 * row.accuracyHigh()))
              .toList());
      chart.dashed(
          name(i, "held out"), second(i), trained(i, row -> 100 * orNaN(row.validationAccuracy())));
    }
    return chart;
  }

  private Chart loss() {
    LineChart chart = new LineChart("loss", "Loss, nats", "%.4f");
    for (int i = 0; i < runs.size(); i++) {
      chart.dashed(name(i, "training"), second(i), trained(i, EpochRecord::trainingLoss));
      chart.solid(
          name(i, "test"),
          i,
          runs.get(i).evaluations().stream()
              .map(row -> new LineChart.Point(row.epoch(), row.loss()))
              .toList());
      chart.dotted(name(i, "held out"), i, trained(i, row -> orNaN(row.validationLoss())));
    }
    return chart.chart();
  }

  private Chart speed() {
    LineChart chart = new LineChart("speed", "Images per second while training", "%.0f");
    for (int i = 0; i < runs.size(); i++) {
      chart.solid(name(i, "images/s"), i, trained(i, EpochRecord::imagesPerSecond));
    }
    return chart.chart();
  }

  private List<LineChart.Point> trained(int i, ToDoubleFunction<EpochRecord> figure) {
    return runs.get(i).epochs().stream()
        .map(epoch -> new LineChart.Point(epoch.epoch(), figure.applyAsDouble(epoch)))
        .filter(point -> !Double.isNaN(point.value()))
        .toList();
  }

  /** A colour of its own for a run's second curve, unless other runs need it. */
  private int second(int i) {
    return runs.size() == 1 ? 1 : i;
  }

  private static double orNaN(Double figure) {
    return figure == null ? Double.NaN : figure;
  }

  private String name(int i, String what) {
    return runs.size() == 1 ? what : runs.get(i).nameAmong(runs) + ", " + what;
  }
}

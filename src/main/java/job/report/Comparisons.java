package job.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import model.Interval;
import model.PairedDifference;
import model.PairedScore;

/** Whether this run differs from others, by the same rows, and in what they were made otherwise. */
final class Comparisons {
  private static final double LEVEL = 0.05;
  private static final double CONFIDENCE = 0.95;

  /** That is written in digits. */
  private static final double LEAST_P = 0.001;

  /** Where and when: these differ always, and explain nothing. */
  private static final Set<String> NO_CAUSE =
      Set.of("run", "directory", "started", "state", "data");

  private final ReportedRun run;
  private final List<Comparison> comparisons;

  Comparisons(ReportedRun run, List<Comparison> comparisons) {
    this.run = run;
    this.comparisons = comparisons;
  }

  DomContent shown() {
    return section(
            h2("Beside other runs"),
            p(
                "The last epoch of each, on the same test rows: only those that one of two networks alone has right tell them apart (McNemar's test, two-sided, mid-p; intervals of Tango 1998). Each comparison is made at %s %% by itself."
                    .formatted(Words.decimal("%.0f", 100 * LEVEL))),
            each(comparisons, this::comparison))
        .withId("comparison");
  }

  private DomContent comparison(Comparison comparison) {
    List<ReportedRun> both = List.of(run, comparison.other());
    return div(
        h3("%s beside %s".formatted(run.nameAmong(both), comparison.other().nameAmong(both))),
        comparison
            .score()
            .<DomContent>map(score -> p(verdict(score.difference())))
            .orElseGet(() -> p("There is no test set to hold them against.")),
        comparison.score().<DomContent>map(this::figures).orElse(null),
        p(sameParameters(comparison.other())),
        differences(comparison.other()));
  }

  /** In a sentence or two. */
  static String verdict(PairedDifference difference) {
    double p = difference.differsP();
    String because =
        "%s digits are right by this run alone, %s by the other alone; p %s"
            .formatted(
                Words.count(difference.gained()),
                Words.count(difference.lost()),
                p < LEAST_P ? "< " + LEAST_P : Words.decimal("= %.4f", p));
    if (p >= LEVEL) {
      return "They cannot be told apart: " + because + ".";
    }
    return difference.estimate() > 0
        ? "They differ, and this run is the better one: " + because + "."
        : "They differ, and the other run is the better one: " + because + ".";
  }

  private DomContent figures(PairedScore score) {
    PairedDifference difference = score.difference();
    Interval interval = difference.interval(CONFIDENCE);
    return p(
        "Accuracy %s here, %s there; the difference is %s points (%s to %s)."
            .formatted(
                Words.percent(score.challenger().accuracy()),
                Words.percent(score.champion().accuracy()),
                Words.decimal("%+.2f", 100 * difference.estimate()),
                Words.decimal("%+.2f", 100 * interval.low()),
                Words.decimal("%+.2f", 100 * interval.high())));
  }

  private String sameParameters(ReportedRun other) {
    return run.lastEpoch().parametersSha256().equals(other.lastEpoch().parametersSha256())
        ? "Both hold the very same parameters."
        : "Their parameters differ.";
  }

  private DomContent differences(ReportedRun other) {
    Map<String, String> here = Provenance.facts(run);
    Map<String, String> there = Provenance.facts(other);
    Set<String> names = new LinkedHashSet<>(here.keySet());
    names.addAll(there.keySet());
    names.removeAll(NO_CAUSE);
    names.removeIf(name -> Objects.equals(here.get(name), there.get(name)));
    if (names.isEmpty()) {
      return p("They were trained alike: the same options, data and software.");
    }
    List<ReportedRun> both = List.of(run, other);
    return div(table(
            thead(
                tr(th("trained otherwise in"), th(run.nameAmong(both)), th(other.nameAmong(both)))),
            tbody(
                each(
                    names,
                    name ->
                        tr(
                            th(name).attr("scope", "row"),
                            td(here.getOrDefault(name, "")),
                            td(there.getOrDefault(name, "")))))))
        .withClass("scroll");
  }
}

package job.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.EpochRecord;
import io.Evaluation;
import io.RunRecord;
import io.Sha256;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * A report as one HTML file that needs no network, no server and no other file: charts are drawn by
 * ECharts, whose code is in the page, when it is opened. The page's own policy forbids it to load
 * anything, and to run any other code.
 */
public final class ReportPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js";

  private static final String UNTESTED =
      "There was no test set beside the training set: no accuracy, no mistakes and no digit on its way through the layers are shown. (report --data names another place.)";

  private final Report report;
  private final ReportedRun run;
  private final String again;

  private ReportPage(Report report, String again) {
    this.report = report;
    this.run = report.run();
    this.again = again;
  }

  /**
   * The page.
   *
   * @param again commands that train and score the run again
   */
  public static String of(Report report, String again) {
    return new ReportPage(report, again).page();
  }

  private String page() {
    String charts = resource(ECHARTS.formatted(echartsVersion()));
    String drawing = resource("/job/report/page.js");
    Map<String, DomContent> sections = sections();
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta()
                        .attr("http-equiv", "Content-Security-Policy")
                        .withContent(policy(charts, drawing)),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title("Report of " + run.name()),
                    style(rawHtml(resource("/job/report/page.css")))),
                body(
                    main(
                        h1(run.name()),
                        p(subtitle()).withClass("soft"),
                        cards(),
                        run.isTested() ? null : p(UNTESTED),
                        noscript(
                            p(
                                "Without JavaScript the charts stay empty; their figures are in the tables.")),
                        nav(each(sections.keySet(), id -> a(sectionName(id)).withHref("#" + id))),
                        each(sections.values(), section -> section)),
                    script(rawHtml(charts)),
                    script(rawHtml(drawing))))
            .withLang("en"));
  }

  /** By their ids, in their order. */
  private Map<String, DomContent> sections() {
    List<ReportedRun> all = new ArrayList<>(List.of(run));
    report.comparisons().forEach(comparison -> all.add(comparison.other()));
    Map<String, DomContent> sections = new LinkedHashMap<>();
    if (!report.comparisons().isEmpty()) {
      sections.put("comparison", new Comparisons(run, report.comparisons()).shown());
    }
    sections.put("learning", new Curves(all).shown());
    report
        .test()
        .ifPresent(
            test ->
                sections.put("mistakes", new Mistakes(run.lastEvaluation(), test.wrong()).shown()));
    sections.put("inside", new Inside(report.maps(), report.test()).shown());
    report.test().ifPresent(test -> sections.put("digits", Inside.samples(test)));
    sections.put("replicas", new Replicas(run.epochs()).shown());
    sections.put("provenance", new Provenance(run, again).shown());
    return sections;
  }

  private static String sectionName(String id) {
    return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
  }

  private String subtitle() {
    RunRecord.Options options = run.record().options();
    String trained =
        "%s, %d replicas, batch %d, %s %s, seed %d, %s rows of %s"
            .formatted(
                options.architecture(),
                options.replicas(),
                options.batchSize(),
                options.updater(),
                options.learningRate(),
                options.seed(),
                Words.count(run.lastEpoch().examples()),
                run.record().data().source());
    return run.isTested() ? trained + "; tested on " + run.lastEvaluation().dataset() : trained;
  }

  private DomContent cards() {
    List<DomContent> cards = new ArrayList<>();
    if (run.isTested()) {
      Evaluation last = run.lastEvaluation();
      cards.add(
          card(
              Words.percent(last.accuracy()),
              "test accuracy, %s–%s"
                  .formatted(
                      Words.decimal("%.2f", 100 * last.accuracyLow()),
                      Words.decimal("%.2f", 100 * last.accuracyHigh()))));
      cards.add(
          card(
              Words.count(last.examples() - last.correct()),
              "wrong of %s test digits".formatted(Words.count(last.examples()))));
    }
    cards.add(
        card(
            run.epochs().size() + " of " + run.record().options().epochs(),
            "epochs, run " + run.record().state().toString().toLowerCase(Locale.ROOT)));
    cards.add(card(Words.decimal("%.4f", run.lastEpoch().trainingLoss()), "training loss, nats"));
    cards.add(
        card(
            Words.decimal("%.1f s", run.epochs().stream().mapToDouble(EpochRecord::seconds).sum()),
            "of training, " + run.record().options().replicas() + " replicas"));
    cards.add(card(Words.decimal("%,.0f", medianSpeed()), "images/s, median epoch"));
    return div(each(cards, card -> card)).withClass("cards");
  }

  private double medianSpeed() {
    double[] speeds =
        run.epochs().stream().mapToDouble(EpochRecord::imagesPerSecond).sorted().toArray();
    int middle = speeds.length / 2;
    return speeds.length % 2 == 1 ? speeds[middle] : (speeds[middle - 1] + speeds[middle]) / 2;
  }

  private static DomContent card(String figure, String meaning) {
    return div(strong(figure), span(meaning).withClass("soft")).withClass("card");
  }

  private static String policy(String... scripts) {
    StringBuilder policy =
        new StringBuilder(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(sha256(script)).append('\'');
    }
    return policy.toString();
  }

  private static String sha256(String script) {
    MessageDigest digest = Sha256.digest();
    return Base64.getEncoder()
        .encodeToString(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
  }

  /** As the build has it. */
  private static String echartsVersion() {
    Properties built = new Properties();
    try {
      built.load(new StringReader(resource("/lenet-spark.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    return built.getProperty("echarts");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected %s in the jar, found none".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read: " + name, e);
    }
  }
}

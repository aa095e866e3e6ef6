package job.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import io.RunRecord;
import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the run was made of, and the commands that make it again. */
final class Provenance {
  private final ReportedRun run;
  private final String again;

  /**
   * @param again commands that train and score it again
   */
  Provenance(ReportedRun run, String again) {
    this.run = run;
    this.again = again;
  }

  DomContent shown() {
    return section(
            h2("Where it comes from"),
            div(table(tbody(each(all().entrySet(), Provenance::row)))).withClass("scroll"),
            h3("Again"),
            pre(code(again)),
            p(outcome()),
            p(code(run.lastEpoch().parametersSha256())))
        .withId("provenance");
  }

  private String outcome() {
    String parameters = "parametersSha256 of epoch %d:".formatted(run.lastEpoch().epoch());
    if (run.record().retraining() != null) {
      return parameters;
    }
    return run.record().options().dependsOnNatives()
        ? "The same parameters come out of it on CPUs of the same instruction set. " + parameters
        : "The same parameters come out of it, on whatever cluster. " + parameters;
  }

  private Map<String, String> all() {
    Map<String, String> all = facts(run);
    if (run.isTested()) {
      all.put("test set", run.lastEvaluation().dataset());
      all.put("test set, SHA-256", run.lastEvaluation().testSha256());
    }
    return all;
  }

  private static DomContent row(Map.Entry<String, String> fact) {
    return tr(th(fact.getKey()).attr("scope", "row"), td(fact.getValue()));
  }

  /** All that may make one run differ from another, and where and when it ran. */
  static Map<String, String> facts(ReportedRun run) {
    RunRecord record = run.record();
    RunRecord.Options options = record.options();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", record.runId());
    facts.put("directory", run.path());
    facts.put("started", record.startedAt());
    facts.put("state", record.state().toString());
    facts.put("epochs", "%d of %d".formatted(run.epochs().size(), options.epochs()));
    facts.put("architecture", options.architecture());
    facts.put("replicas", Integer.toString(options.replicas()));
    facts.put("batch size", Integer.toString(options.batchSize()));
    facts.put("updater", options.updater());
    facts.put("learning rate", Double.toString(options.learningRate()));
    facts.put("momentum", Double.toString(options.momentum()));
    facts.put("initialisation", options.initialisation());
    facts.put("seed", Long.toString(options.seed()));
    facts.put("validation fraction", Double.toString(options.validationFraction()));
    facts.put("kernels", options.kernels());
    if (record.retraining() != null) {
      facts.put("retraining", record.retraining().inWords());
    }
    addDataAndSoftware(record, facts);
    return facts;
  }

  private static void addDataAndSoftware(RunRecord record, Map<String, String> facts) {
    RunRecord.Data data = record.data();
    RunRecord.Software software = record.software();
    facts.put("data", data.source());
    facts.put(
        "rows",
        "%s, of which %s held out"
            .formatted(Words.count(data.rows()), Words.count(data.heldOutRows())));
    facts.put("images, SHA-256", data.imagesSha256());
    facts.put("labels, SHA-256", data.labelsSha256());
    facts.put(
        "lenet-spark",
        "%s, arithmetic revision %d".formatted(software.lenetSpark(), software.revision()));
    facts.put("Spark", software.spark());
    facts.put("Deeplearning4j", software.deeplearning4j());
    facts.put("Java", software.java());
    facts.put("arithmetic", software.arithmetic());
  }
}

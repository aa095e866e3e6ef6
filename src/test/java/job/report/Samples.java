package job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ClassScore;
import io.EpochRecord;
import io.EpochRecord.ReplicaRecord;
import io.Evaluation;
import io.RunRecord;
import io.SampleRuns;
import j2html.tags.DomContent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import model.Architecture;
import model.Confusion;
import model.Interval;

/** Runs and evaluations made by hand, and what a page says of them. */
final class Samples {
  private static final byte[] MODEL = {1};

  private Samples() {}

  /** Of lenet5: the run {@code name} in {@code /runs}, of as many epochs as were evaluated. */
  static ReportedRun run(String name, Evaluation... evaluations) {
    return run(SampleRuns.run(name, evaluations.length), evaluations);
  }

  static ReportedRun run(RunRecord record, Evaluation... evaluations) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (Evaluation evaluation : evaluations) {
      epochs.add(SampleRuns.epoch(evaluation.epoch(), MODEL));
    }
    return new ReportedRun("/runs/" + record.runId(), record, epochs, List.of(evaluations));
  }

  static RunRecord with(RunRecord record, RunRecord.Options options) {
    return new RunRecord(
        record.runId(),
        record.state(),
        record.startedAt(),
        options,
        record.data(),
        record.software(),
        record.retraining());
  }

  static RunRecord with(RunRecord record, RunRecord.Data data) {
    return new RunRecord(
        record.runId(),
        record.state(),
        record.startedAt(),
        record.options(),
        data,
        record.software(),
        record.retraining());
  }

  /** As it is from a source of that name. */
  static RunRecord.Data named(String source, RunRecord.Data data) {
    return new RunRecord.Data(
        source,
        data.images(),
        data.labels(),
        data.rows(),
        data.heldOutRows(),
        data.imagesSha256(),
        data.labelsSha256());
  }

  /** An epoch whose replicas have rows and seconds as said. */
  static EpochRecord epoch(int number, ReplicaRecord... replicas) {
    EpochRecord sample = SampleRuns.epoch(number, MODEL);
    return new EpochRecord(
        number,
        List.of(replicas).stream().mapToLong(ReplicaRecord::rows).sum(),
        sample.trainingLoss(),
        sample.trainingAccuracy(),
        null,
        null,
        sample.seconds(),
        sample.imagesPerSecond(),
        List.of(replicas),
        sample.parametersSha256(),
        sample.runSha256(),
        sample.modelSha256(),
        sample.modelBytes());
  }

  /** Ten of each digit, all right. */
  static Evaluation faultless(int epoch) {
    return evaluation(epoch, tens(), 0.125);
  }

  /** Ten of each digit; all are right but for what is added to it elsewhere. */
  static Confusion.Builder tens() {
    Confusion.Builder counts = Confusion.builder(Architecture.CLASSES);
    IntStream.range(0, Architecture.CLASSES).forEach(label -> counts.add(label, label, 10));
    return counts;
  }

  static Evaluation evaluation(int epoch, Confusion.Builder counted, double loss) {
    Confusion counts = counted.build();
    Interval interval = counts.interval95();
    return new Evaluation(
        "run",
        epoch,
        "lenet5",
        "t10k",
        counts.examples(),
        counts.correct(),
        counts.accuracy(),
        interval.low(),
        interval.high(),
        loss,
        IntStream.range(0, counts.classes()).mapToObj(label -> classScore(counts, label)).toList(),
        counts.rows(),
        "c".repeat(64),
        "d".repeat(64),
        Instant.EPOCH);
  }

  private static ClassScore classScore(Confusion counts, int label) {
    return new ClassScore(
        label,
        counts.support(label),
        counts.precision(label),
        counts.recall(label),
        counts.f1(label));
  }

  /** ECharts' options of a chart, as page.js reads them. */
  static JsonNode options(String html, String chart) throws IOException {
    String begin = "<script id=\"%s-data\" type=\"application/json\">".formatted(chart);
    int from = html.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  static JsonNode options(DomContent content, String chart) throws IOException {
    return options(content.render(), chart);
  }

  /** The series of that name. */
  static JsonNode series(JsonNode options, String name) {
    return StreamSupport.stream(options.path("series").spliterator(), false)
        .filter(series -> series.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + name + " in " + options));
  }

  /** Its values as JSON; whole numbers without a point. */
  static String data(JsonNode series) {
    return series.path("data").toString().replaceAll("\\.0\\b", "");
  }

  /** The text of each such element, in their order, without the tags within. */
  static List<String> texts(String html, String element) {
    return Pattern.compile("<%1$s(?: [^>]*)?>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
        .matcher(html)
        .results()
        .map(found -> found.group(1).replaceAll("<[^>]*>", ""))
        .toList();
  }

  /** Rows of cells of all tables. */
  static List<List<String>> rows(String html) {
    return Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL)
        .matcher(html)
        .results()
        .map(Samples::cells)
        .toList();
  }

  private static List<String> cells(MatchResult row) {
    return Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>", Pattern.DOTALL)
        .matcher(row.group(1))
        .results()
        .map(cell -> cell.group(1))
        .toList();
  }
}

package job;

import io.ChampionRecord;
import io.DataRecord;
import io.DecisionRecord;
import io.Decisions;
import io.EpochRecord;
import io.Evaluation;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.Outcome;
import io.RunDirectory;
import io.RunRecord;
import io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import model.PromotionDecision;
import model.PromotionGate;
import org.apache.spark.sql.SparkSession;

/**
 * One night of retraining: the data are looked at, a challenger is trained, judged, and promoted or
 * kept back. Each step is on disk when the next begins; a night that was killed goes on where it
 * stopped, and one that is over is told again.
 */
final class Night {
  private final SparkSession session;
  private final ModelWriter model;
  private final NightRequest request;
  private final Timeline timeline;
  private final Decisions decisions;

  Night(SparkSession session, ModelWriter model, NightRequest request, Timeline timeline)
      throws IOException {
    this.session = session;
    this.model = model;
    this.request = request;
    this.timeline = timeline;
    this.decisions =
        new Decisions(session, model.directory().models() + "/" + Decisions.DEFAULT_NAME);
  }

  /**
   * What was decided, when all of it is on disk.
   *
   * @param ahead the network of the request's recipe
   */
  DecisionRecord decide(NetworkAhead ahead) throws IOException, InterruptedException {
    Map<String, DecisionRecord> made = carryOutWhatWasDecided();
    DecisionRecord tonight = made.get(request.date());
    if (tonight != null && tonight.outcome().isFinal()) {
      return tonight;
    }
    Optional<ModelVersion> champion = champion();
    long start = System.nanoTime();
    DataLook look = DataLook.at(session, request.training().data(), champion);
    RunRecord asked = asked(look, champion);
    double lookSeconds = secondsSince(start);
    timeline.passed("data looked at");
    Optional<DecisionRecord> withoutTraining =
        decideWithoutTraining(look, asked, champion, lookSeconds);
    if (withoutTraining.isPresent()) {
      decisions.write(withoutTraining.get());
      return withoutTraining.get();
    }
    DecisionRecord decision = decideByTraining(ahead, look, asked, champion, lookSeconds);
    carryOut(decision);
    return decision;
  }

  /**
   * A start that was killed may have judged a version and not have promoted it, or not have written
   * the row: that is done first, whichever night it was of.
   *
   * @return the rows of the table, by date
   */
  private Map<String, DecisionRecord> carryOutWhatWasDecided() throws IOException {
    Map<String, DecisionRecord> made = byDate();
    boolean complete = true;
    for (ModelVersion version : model.directory().versions()) {
      DecisionRecord row = made.get(version.record().date());
      if (row == null || !version.record().version().equals(row.version())) {
        carryOut(version.decision());
        complete = false;
      }
    }
    return complete ? made : byDate();
  }

  private Map<String, DecisionRecord> byDate() throws IOException {
    return decisions.of(model.directory().name()).stream()
        .collect(Collectors.toMap(DecisionRecord::date, Function.identity()));
  }

  /** Promotes what is to be promoted, unless that is done, or another champion came since. */
  private void carryOut(DecisionRecord decision) throws IOException {
    Optional<String> champion = model.directory().champion().map(ChampionRecord::version);
    if (decision.outcome() == Outcome.PROMOTED
        && champion.equals(Optional.ofNullable(decision.championBefore()))) {
      ModelVersion version = model.directory().version(decision.version()).orElseThrow();
      model.crown(version, ChampionRecord.Way.PROMOTED, decision.reason(), now());
    }
    decisions.write(decision);
  }

  private Optional<ModelVersion> champion() throws IOException {
    ModelDirectory directory = model.directory();
    Optional<ChampionRecord> record = directory.champion();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = directory.versionOf(record.get());
    version.requireWhole(); // before an hour is spent on a challenger that could not be judged
    return Optional.of(version);
  }

  /** The run that would be trained. */
  private RunRecord asked(DataLook look, Optional<ModelVersion> champion) {
    boolean warm = request.start() == NightRequest.Start.FROM_THE_CHAMPION;
    RunRecord.Retraining retraining =
        new RunRecord.Retraining(
            NightRequest.HELD_OUT, warm ? champion.map(ModelVersion::model).orElse(null) : null);
    TrainRequest training = request.training().with(retraining);
    TrainingRows rows = look.trainingRows();
    return Records.run(
        training,
        rows,
        Training.deal(training, rows),
        Versions.software(training.recipe().kernels().description()));
  }

  private Optional<DecisionRecord> decideWithoutTraining(
      DataLook look, RunRecord asked, Optional<ModelVersion> champion, double lookSeconds)
      throws IOException {
    Optional<String> nothingNew = nothingNew(asked, champion);
    if (nothingNew.isPresent()) {
      return Optional.of(
          untrained(Outcome.NOTHING_NEW, nothingNew.get(), look, asked, champion, lookSeconds));
    }
    if (!look.faults().isEmpty() && request.shift() == NightRequest.Shift.REFUSE) {
      return Optional.of(
          untrained(
              Outcome.DATA_REFUSED,
              String.join("; ", look.faults()),
              look,
              asked,
              champion,
              lookSeconds));
    }
    return Optional.empty();
  }

  /** Which version is of the same data and options, in words. */
  private Optional<String> nothingNew(RunRecord asked, Optional<ModelVersion> champion)
      throws IOException {
    String championVersion = champion.map(version -> version.record().version()).orElse("");
    for (ModelVersion version : model.directory().versions()) {
      String name = version.record().version();
      if (version.run().fingerprint().equals(asked.fingerprint())) {
        return Optional.of(
            "same data and options as version %s, %s"
                .formatted(
                    name,
                    name.equals(championVersion)
                        ? "the champion"
                        : "which is not the champion: " + version.decision().reason()));
      }
    }
    return Optional.empty();
  }

  private DecisionRecord untrained(
      Outcome outcome,
      String reason,
      DataLook look,
      RunRecord asked,
      Optional<ModelVersion> champion,
      double lookSeconds) {
    String before = champion.map(version -> version.record().version()).orElse(null);
    return new DecisionRecord(
        model.directory().name(),
        request.date(),
        outcome,
        /* version= */ null,
        /* runId= */ null,
        before,
        before,
        reason,
        asked.fingerprint(),
        look.set().count(),
        look.found().heldOut().count(),
        look.seen().orElse(null),
        /* comparison= */ null,
        /* testAccuracy= */ null,
        new DecisionRecord.Seconds(lookSeconds, 0, 0),
        now());
  }

  private DecisionRecord decideByTraining(
      NetworkAhead ahead,
      DataLook look,
      RunRecord asked,
      Optional<ModelVersion> champion,
      double lookSeconds)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String version = request.date() + "-" + eightDigits(asked);
    TrainRequest training =
        request.training().with(asked.retraining()).named(model.directory().name() + "-" + version);
    RunDirectory run = new Training(session, training, timeline).run(ahead);
    double trainSeconds = secondsSince(start);
    start = System.nanoTime();
    List<EpochRecord> epochs = run.epochs();
    EpochRecord last = epochs.get(epochs.size() - 1);
    float[] parameters = new KeptModel(run, last).parameters(training.recipe().architecture());
    Judging.Judgement judgement =
        new Judging(session, request.gate(), look)
            .judge(training.recipe().architecture(), parameters, champion, age(look, champion));
    timeline.passed("challenger judged");
    Optional<Evaluation> test =
        new TestForTheRecord(session, training.data()).score(run, last.epoch());
    timeline.passed("test set scored");
    boolean promoted = judgement.decision() instanceof PromotionDecision.Promote;
    String before = champion.map(former -> former.record().version()).orElse(null);
    DataRecord data = look.record();
    DecisionRecord decision =
        new DecisionRecord(
            model.directory().name(),
            request.date(),
            promoted ? Outcome.PROMOTED : Outcome.KEPT_BACK,
            version,
            training.runId(),
            before,
            promoted ? version : before,
            judgement.decision().reason(),
            asked.fingerprint(),
            look.set().count(),
            look.found().heldOut().count(),
            look.seen().orElse(null),
            judgement.comparison(),
            test.map(Evaluation::accuracy).orElse(null),
            new DecisionRecord.Seconds(lookSeconds, trainSeconds, secondsSince(start)),
            now());
    model.keep(
        run.run(), last, data, test, decision, run.model(last), look.found().trained().bytes());
    return decision;
  }

  /** Of all that was asked for, with the number of epochs and the parameters to begin with. */
  private static String eightDigits(RunRecord asked) {
    String all = asked.sha256() + asked.fingerprint();
    return Sha256.of(all.getBytes(StandardCharsets.US_ASCII)).substring(0, 8);
  }

  /** Newer data are other data, of a later night than the champion's. */
  private PromotionGate.Data age(DataLook look, Optional<ModelVersion> champion) {
    boolean newer =
        champion
            .map(
                version ->
                    !look.isSameAsChampions()
                        && request.date().compareTo(version.record().date()) > 0)
            .orElse(true);
    return newer ? PromotionGate.Data.NEWER : PromotionGate.Data.SAME_OR_OLDER;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

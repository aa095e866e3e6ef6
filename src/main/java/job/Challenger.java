package job;

import io.DecisionRecord;
import io.EpochRecord;
import io.Evaluation;
import io.ModelVersion;
import io.ModelWriter;
import io.NewVersion;
import io.Outcome;
import io.RunDirectory;
import io.RunRecord;
import io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import model.Architecture;
import model.PromotionDecision;
import model.PromotionGate;
import org.apache.spark.sql.SparkSession;

/** Tonight's challenger: trained, judged, and kept as a version with what was decided of it. */
final class Challenger {
  private final SparkSession session;
  private final ModelWriter model;
  private final NightRequest request;
  private final Timeline timeline;
  private final DataLook look;
  private final RunRecord asked;
  private final Optional<ModelVersion> champion;

  /**
   * Trains nothing yet.
   *
   * @param asked the run that it is to be trained by
   */
  Challenger(
      SparkSession session,
      ModelWriter model,
      NightRequest request,
      Timeline timeline,
      DataLook look,
      RunRecord asked,
      Optional<ModelVersion> champion) {
    this.session = session;
    this.model = model;
    this.request = request;
    this.timeline = timeline;
    this.look = look;
    this.asked = asked;
    this.champion = champion;
  }

  /** The decision, when the version is kept; it has not been carried out. */
  DecisionRecord decide(NetworkAhead ahead, double lookSeconds)
      throws IOException, InterruptedException {
    String version = request.date() + "-" + eightDigits();
    TrainRequest training =
        request.training().with(asked.retraining()).named(model.directory().name() + "-" + version);
    long start = System.nanoTime();
    RunDirectory run =
        new Training(session, training, timeline, Optional.of(look.trainingRows())).run(ahead);
    double trainSeconds = Night.secondsSince(start);
    start = System.nanoTime();
    List<EpochRecord> epochs = run.epochs();
    EpochRecord last = epochs.get(epochs.size() - 1);
    Judging.Judgement judgement = judge(run, last);
    timeline.passed("challenger judged");
    Optional<Evaluation> test =
        new TestForTheRecord(session, training.data()).score(run, last.epoch());
    timeline.passed("test set scored");
    DecisionRecord.Seconds seconds =
        new DecisionRecord.Seconds(lookSeconds, trainSeconds, Night.secondsSince(start));
    DecisionRecord decision = decision(version, run.runId(), judgement, test, seconds);
    model.keep(
        new NewVersion(run.run(), last, look.record(), judgement.counts(), test, decision),
        run.model(last),
        look.found().trained().bytes());
    return decision;
  }

  /** Of all that was asked for, with the number of epochs and the parameters to begin with. */
  private String eightDigits() {
    String all = asked.sha256() + asked.fingerprint();
    return Sha256.of(all.getBytes(StandardCharsets.US_ASCII)).substring(0, 8);
  }

  private Judging.Judgement judge(RunDirectory run, EpochRecord last) throws IOException {
    Architecture architecture = request.training().recipe().architecture();
    float[] parameters = new KeptModel(run, last).parameters(architecture);
    return new Judging(session, request.gate(), look)
        .judge(architecture, parameters, champion, age());
  }

  /** Newer data have rows that the champion was not trained on, and a later date than his. */
  private PromotionGate.Data age() {
    boolean newer =
        champion
            .map(
                version ->
                    look.hasRowsNewToTheChampion()
                        && request.date().compareTo(version.record().date()) > 0)
            .orElse(true);
    return newer ? PromotionGate.Data.NEWER : PromotionGate.Data.SAME_OR_OLDER;
  }

  private DecisionRecord decision(
      String version,
      String runId,
      Judging.Judgement judgement,
      Optional<Evaluation> test,
      DecisionRecord.Seconds seconds) {
    boolean promoted = judgement.decision() instanceof PromotionDecision.Promote;
    String before = champion.map(former -> former.record().version()).orElse(null);
    return new DecisionRecord(
        model.directory().name(),
        request.date(),
        promoted ? Outcome.PROMOTED : Outcome.KEPT_BACK,
        version,
        runId,
        before,
        promoted ? version : before,
        judgement.decision().reason(),
        asked.fingerprint(),
        look.set().count(),
        look.found().heldOut().count(),
        look.seen().orElse(null),
        judgement.comparison(),
        test.map(Evaluation::accuracy).orElse(null),
        seconds,
        Night.now());
  }
}

package job;

import io.DecisionRecord;
import io.JudgementRecord;
import io.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import model.Architecture;
import model.Confusion;
import model.Contender;
import model.ImageBlock;
import model.Interval;
import model.Kernels;
import model.PairedDifference;
import model.PairedScore;
import model.PairedScored;
import model.PairedScoring;
import model.PromotionDecision;
import model.PromotionGate;
import model.Scored;
import model.Scoring;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A challenger before the gate: scored with the champion on the rows held out, in one pass. */
final class Judging {
  private static final double CONFIDENCE = 0.95;

  private final SparkSession session;
  private final PromotionGate gate;
  private final DataLook look;

  Judging(SparkSession session, PromotionGate gate, DataLook look) {
    this.session = session;
    this.gate = gate;
    this.look = look;
  }

  /** What the gate says, and by which counts. */
  record Judgement(
      PromotionDecision decision, DecisionRecord.Comparison comparison, JudgementRecord counts) {}

  /**
   * Judges a challenger.
   *
   * @param parameters of the challenger, in DL4J's order
   * @param data that it was trained on
   * @throws UnusableDataException if the rows changed since they were looked at, or the champion's
   *     model holds other parameters than are vouched for
   */
  Judgement judge(
      Architecture architecture,
      float[] parameters,
      Optional<ModelVersion> champion,
      PromotionGate.Data data)
      throws IOException {
    JavaSparkContext.fromSparkContext(session.sparkContext())
        .setJobDescription(
            "judge a challenger by %,d rows".formatted(look.found().heldOut().count()));
    JavaRDD<ImageBlock> rows = look.found().heldOut().of(look.set().rows(session));
    if (champion.isEmpty()) {
      return first(rows, architecture, parameters);
    }
    PairedScored scored =
        PairedScoring.score(rows, contender(champion.get()), contender(architecture, parameters));
    requireSame(scored.checks());
    PairedScore score = scored.score();
    return new Judgement(
        gate.judge(score, data),
        comparison(score.challenger(), against(score)),
        new JudgementRecord(score.challenger().rows(), score.champion().rows()));
  }

  private Judgement first(JavaRDD<ImageBlock> rows, Architecture architecture, float[] parameters) {
    Scored scored = Scoring.score(rows, architecture, kernels(architecture), List.of(parameters));
    requireSame(scored.checks());
    Confusion confusion = scored.scores().get(0).confusion();
    return new Judgement(
        gate.judgeFirst(confusion),
        comparison(confusion, /* champion= */ null),
        new JudgementRecord(confusion.rows(), /* champion= */ null));
  }

  private void requireSame(long checks) {
    look.set().requireSame(checks + look.found().checks() - look.found().heldOutChecks());
  }

  private Contender contender(ModelVersion version) throws IOException {
    Architecture architecture = Records.architecture(version);
    return contender(
        architecture, ArchivedModel.of(session, version.model()).parameters(architecture));
  }

  private static Contender contender(Architecture architecture, float[] parameters) {
    return new Contender(architecture, kernels(architecture), parameters);
  }

  private static Kernels kernels(Architecture architecture) {
    return KernelChoice.AUTO.of(architecture);
  }

  private DecisionRecord.Comparison comparison(
      Confusion challenger, DecisionRecord.AgainstChampion champion) {
    Interval interval = challenger.interval95();
    return new DecisionRecord.Comparison(
        challenger.examples(),
        challenger.correct(),
        interval.low(),
        interval.high(),
        champion,
        new DecisionRecord.Gate(
            gate.floor(), gate.margin(), gate.significance(), gate.mostRecallLoss()));
  }

  private DecisionRecord.AgainstChampion against(PairedScore score) {
    PairedDifference difference = score.difference();
    Interval interval = difference.interval(CONFIDENCE);
    return new DecisionRecord.AgainstChampion(
        score.champion().correct(),
        difference.gained(),
        difference.lost(),
        difference.betterP(),
        difference.notWorseP(gate.margin()),
        interval.low(),
        interval.high());
  }
}

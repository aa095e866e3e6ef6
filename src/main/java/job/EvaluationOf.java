package job;

import io.ClassScore;
import io.EpochRecord;
import io.Evaluation;
import java.time.Instant;
import java.util.stream.IntStream;
import model.Architecture;
import model.Confusion;
import model.Interval;
import model.Score;

/** From what {@code model} counts to what {@code io} keeps. */
final class EvaluationOf {
  private EvaluationOf() {}

  static Evaluation score(
      String runId, EpochRecord epoch, Architecture architecture, ImageSet testSet, Score score) {
    Confusion confusion = score.confusion();
    Interval interval = confusion.interval95();
    return new Evaluation(
        runId,
        epoch.epoch(),
        architecture.title(),
        testSet.source(),
        confusion.examples(),
        confusion.correct(),
        confusion.accuracy(),
        interval.low(),
        interval.high(),
        score.meanLoss(),
        IntStream.range(0, confusion.classes())
            .mapToObj(label -> classScore(confusion, label))
            .toList(),
        confusion.rows(),
        epoch.parametersSha256(),
        testSet.sha256(),
        Instant.now());
  }

  private static ClassScore classScore(Confusion confusion, int label) {
    return new ClassScore(
        label,
        confusion.support(label),
        confusion.precision(label),
        confusion.recall(label),
        confusion.f1(label));
  }
}

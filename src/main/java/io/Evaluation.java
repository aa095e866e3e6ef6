package io;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * One epoch of one run on one test set: a row of the evaluation table.
 *
 * @param runId {@value RunDirectory#RUN_ID_RULE}
 * @param epoch from 1
 * @param architecture the network's name
 * @param dataset the test set's name
 * @param examples how many were scored, at least 1
 * @param correct how many of them were recognised
 * @param accuracy {@code correct / examples}
 * @param accuracyLow where the accuracy's 95 % interval (Wilson) begins
 * @param accuracyHigh where it ends
 * @param loss the mean negative log-likelihood in nats, at least 0; infinite or NaN where the
 *     network has diverged
 * @param perClass one for each label, in their order
 * @param confusion {@code [truth, predicted]} counts that agree with the figures above
 * @param parametersSha256 of the scored parameters: 64 lower-case hexadecimal digits
 * @param testSha256 of the test set: as above
 * @param evaluatedAt cut to microseconds, which is what Parquet keeps
 */
public record Evaluation(
    String runId,
    int epoch,
    String architecture,
    String dataset,
    long examples,
    long correct,
    double accuracy,
    double accuracyLow,
    double accuracyHigh,
    double loss,
    List<ClassScore> perClass,
    List<List<Long>> confusion,
    String parametersSha256,
    String testSha256,
    @JsonSerialize(using = ToStringSerializer.class) Instant evaluatedAt) {
  public Evaluation {
    RunChecks.runId(runId);
    Checks.atLeast("epoch", epoch, 1);
    RunChecks.name("architecture", architecture);
    RunChecks.name("dataset", dataset);
    Checks.atLeast("examples", examples, 1);
    Checks.share("accuracyLow", accuracyLow);
    Checks.share("accuracyHigh", accuracyHigh);
    if (loss < 0) {
      throw new IllegalArgumentException("loss: expected at least 0, found " + loss);
    }
    RunChecks.sha256("parametersSha256", parametersSha256);
    RunChecks.sha256("testSha256", testSha256);
    perClass = List.copyOf(perClass);
    confusion = confusion.stream().map(List::copyOf).toList();
    evaluatedAt = Objects.requireNonNull(evaluatedAt, "evaluatedAt").truncatedTo(ChronoUnit.MICROS);

    requireCounts(confusion, perClass, examples, correct);
    Checks.same("accuracy", accuracy, (double) correct / examples);
    if (accuracyLow > accuracy || accuracy > accuracyHigh) {
      throw new IllegalArgumentException(
          "accuracy %s: expected within its interval, found %s to %s"
              .formatted(accuracy, accuracyLow, accuracyHigh));
    }
  }

  private static void requireCounts(
      List<List<Long>> confusion, List<ClassScore> perClass, long examples, long correct) {
    int classes = confusion.size();
    Checks.same("classes in perClass", perClass.size(), classes);
    long all = 0;
    long onDiagonal = 0;
    for (int label = 0; label < classes; label++) {
      List<Long> row = confusion.get(label);
      Checks.same("columns in row " + label + " of confusion", row.size(), classes);
      row.forEach(count -> Checks.atLeast("confusion", count, 0));
      long support = row.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
      Checks.same("label at place " + label + " of perClass", perClass.get(label).label(), label);
      Checks.same("support of class " + label, perClass.get(label).support(), support);
      all = Math.addExact(all, support);
      onDiagonal += row.get(label);
    }
    Checks.same("examples", examples, all);
    Checks.same("correct", correct, onDiagonal);
  }
}

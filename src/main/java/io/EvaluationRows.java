package io;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * The columns of the evaluation table, and how an {@link Evaluation} lies in them.
 *
 * <p>The table is an interface to others: a changed column is a change to note in CHANGELOG.md.
 */
final class EvaluationRows {
  static final String RUN_ID = "run_id";
  static final String EPOCH = "epoch";
  static final String PARAMETERS_SHA256 = "parameters_sha256";
  static final String TEST_SHA256 = "test_sha256";

  /** Stated, never inferred: Spark would take the folder of a run called 007 for the number 7. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          run_id STRING, epoch INT, architecture STRING, dataset STRING,
          examples BIGINT, correct BIGINT,
          accuracy DOUBLE, accuracy_low DOUBLE, accuracy_high DOUBLE, loss DOUBLE,
          per_class ARRAY<STRUCT<
            label: INT, support: BIGINT, precision: DOUBLE, recall: DOUBLE, f1: DOUBLE>>,
          confusion ARRAY<ARRAY<BIGINT>>,
          parameters_sha256 STRING, test_sha256 STRING, evaluated_at TIMESTAMP
          """);

  private EvaluationRows() {}

  static Row of(Evaluation evaluation) {
    return RowFactory.create(
        evaluation.runId(),
        evaluation.epoch(),
        evaluation.architecture(),
        evaluation.dataset(),
        evaluation.examples(),
        evaluation.correct(),
        evaluation.accuracy(),
        evaluation.accuracyLow(),
        evaluation.accuracyHigh(),
        evaluation.loss(),
        evaluation.perClass().stream().map(EvaluationRows::of).toList(),
        evaluation.confusion(),
        evaluation.parametersSha256(),
        evaluation.testSha256(),
        evaluation.evaluatedAt());
  }

  private static Row of(ClassScore score) {
    return RowFactory.create(
        score.label(), score.support(), score.precision(), score.recall(), score.f1());
  }

  /**
   * The evaluation in a row.
   *
   * @param row of {@link #SCHEMA}, from a session whose timestamps are {@link java.time.Instant}s
   */
  static Evaluation evaluation(Row row) {
    List<Row> perClass = row.getList(row.fieldIndex("per_class"));
    List<Seq<Long>> confusion = row.getList(row.fieldIndex("confusion"));
    return new Evaluation(
        row.getAs(RUN_ID),
        row.<Integer>getAs(EPOCH),
        row.getAs("architecture"),
        row.getAs("dataset"),
        row.<Long>getAs("examples"),
        row.<Long>getAs("correct"),
        row.<Double>getAs("accuracy"),
        row.<Double>getAs("accuracy_low"),
        row.<Double>getAs("accuracy_high"),
        row.<Double>getAs("loss"),
        perClass.stream().map(EvaluationRows::classScore).toList(),
        confusion.stream().map(counts -> List.copyOf(seqAsJavaList(counts))).toList(),
        row.getAs(PARAMETERS_SHA256),
        row.getAs(TEST_SHA256),
        row.getAs("evaluated_at"));
  }

  private static ClassScore classScore(Row row) {
    return new ClassScore(
        row.<Integer>getAs("label"),
        row.<Long>getAs("support"),
        row.<Double>getAs("precision"),
        row.<Double>getAs("recall"),
        row.<Double>getAs("f1"));
  }
}

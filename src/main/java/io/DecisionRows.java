package io;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the table of decisions, and how a {@link DecisionRecord} lies in them.
 *
 * <p>The table is an interface to others: a changed column is a change to note in CHANGELOG.md.
 */
final class DecisionRows {
  static final String NAME = "name";
  static final String DATE = "date";

  /** Stated, never inferred: Spark would take the folder of a model called 007 for the number 7. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          name STRING, date STRING, outcome STRING, version STRING, run_id STRING,
          champion_before STRING, champion_after STRING, reason STRING, fingerprint STRING,
          rows BIGINT, held_out_rows BIGINT, seen_rows BIGINT,
          examples BIGINT, correct BIGINT,
          accuracy DOUBLE, accuracy_low DOUBLE, accuracy_high DOUBLE,
          champion_correct BIGINT, champion_accuracy DOUBLE, gained BIGINT, lost BIGINT,
          better_p DOUBLE, not_worse_p DOUBLE, difference_low DOUBLE, difference_high DOUBLE,
          floor DOUBLE, margin DOUBLE, significance DOUBLE, most_recall_loss DOUBLE,
          test_accuracy DOUBLE,
          look_seconds DOUBLE, train_seconds DOUBLE, judge_seconds DOUBLE, decided_at TIMESTAMP
          """);

  private DecisionRows() {}

  static Row of(DecisionRecord decision) {
    Optional<DecisionRecord.Comparison> comparison = Optional.ofNullable(decision.comparison());
    Optional<DecisionRecord.AgainstChampion> champion =
        comparison.map(DecisionRecord.Comparison::champion);
    Optional<DecisionRecord.Gate> gate = comparison.map(DecisionRecord.Comparison::gate);
    return RowFactory.create(
        decision.name(),
        decision.date(),
        decision.outcome().name(),
        decision.version(),
        decision.runId(),
        decision.championBefore(),
        decision.championAfter(),
        decision.reason(),
        decision.fingerprint(),
        decision.rows(),
        decision.heldOutRows(),
        decision.seenRows(),
        value(comparison, DecisionRecord.Comparison::examples),
        value(comparison, DecisionRecord.Comparison::correct),
        value(comparison, DecisionRecord.Comparison::accuracy),
        value(comparison, DecisionRecord.Comparison::accuracyLow),
        value(comparison, DecisionRecord.Comparison::accuracyHigh),
        value(champion, DecisionRecord.AgainstChampion::correct),
        champion.map(c -> (double) c.correct() / comparison.orElseThrow().examples()).orElse(null),
        value(champion, DecisionRecord.AgainstChampion::gained),
        value(champion, DecisionRecord.AgainstChampion::lost),
        value(champion, DecisionRecord.AgainstChampion::betterP),
        value(champion, DecisionRecord.AgainstChampion::notWorseP),
        value(champion, DecisionRecord.AgainstChampion::differenceLow),
        value(champion, DecisionRecord.AgainstChampion::differenceHigh),
        value(gate, DecisionRecord.Gate::floor),
        value(gate, DecisionRecord.Gate::margin),
        value(gate, DecisionRecord.Gate::significance),
        value(gate, DecisionRecord.Gate::mostRecallLoss),
        decision.testAccuracy(),
        decision.seconds().look(),
        decision.seconds().train(),
        decision.seconds().judge(),
        Instant.parse(decision.decidedAt()));
  }

  private static <T, V> V value(Optional<T> of, Function<T, V> what) {
    return of.map(what).orElse(null);
  }

  /**
   * The decision in a row.
   *
   * @param row of {@link #SCHEMA}, whose timestamps are {@link Instant}s
   */
  static DecisionRecord decision(Row row) {
    return new DecisionRecord(
        row.getAs(NAME),
        row.getAs(DATE),
        Outcome.valueOf(row.getAs("outcome")),
        row.getAs("version"),
        row.getAs("run_id"),
        row.getAs("champion_before"),
        row.getAs("champion_after"),
        row.getAs("reason"),
        row.getAs("fingerprint"),
        row.<Long>getAs("rows"),
        row.<Long>getAs("held_out_rows"),
        row.getAs("seen_rows"),
        comparison(row),
        row.getAs("test_accuracy"),
        new DecisionRecord.Seconds(
            row.<Double>getAs("look_seconds"),
            row.<Double>getAs("train_seconds"),
            row.<Double>getAs("judge_seconds")),
        row.<Instant>getAs("decided_at").toString());
  }

  private static DecisionRecord.Comparison comparison(Row row) {
    return row.isNullAt(row.fieldIndex("examples"))
        ? null
        : new DecisionRecord.Comparison(
            row.<Long>getAs("examples"),
            row.<Long>getAs("correct"),
            row.<Double>getAs("accuracy_low"),
            row.<Double>getAs("accuracy_high"),
            champion(row),
            new DecisionRecord.Gate(
                row.<Double>getAs("floor"),
                row.<Double>getAs("margin"),
                row.<Double>getAs("significance"),
                row.<Double>getAs("most_recall_loss")));
  }

  private static DecisionRecord.AgainstChampion champion(Row row) {
    return row.isNullAt(row.fieldIndex("champion_correct"))
        ? null
        : new DecisionRecord.AgainstChampion(
            row.<Long>getAs("champion_correct"),
            row.<Long>getAs("gained"),
            row.<Long>getAs("lost"),
            row.<Double>getAs("better_p"),
            row.<Double>getAs("not_worse_p"),
            row.<Double>getAs("difference_low"),
            row.<Double>getAs("difference_high"));
  }
}

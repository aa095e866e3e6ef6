package io;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import testing.SparkSessions;

/** The table of decisions as Spark reads it, not by what reads it in {@code retrain}. */
public final class DecisionTable {
  private DecisionTable() {}

  /** A model's rows, by date. */
  public static List<DecisionRecord> read(String models, String name) {
    SparkSession session = SparkSessions.shared().newSession();
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    return session
        .read()
        .schema(DecisionRows.SCHEMA)
        .parquet(models + "/" + Decisions.DEFAULT_NAME)
        .where(col(DecisionRows.NAME).equalTo(name))
        .collectAsList()
        .stream()
        .map(DecisionRows::decision)
        .sorted(Comparator.comparing(DecisionRecord::date))
        .toList();
  }
}

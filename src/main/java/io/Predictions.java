package io;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The table of predictions: one row a picture, written as Parquet at one go. */
public final class Predictions {
  private static final String PATH = "path";
  private static final String DIGIT = "digit";
  private static final String PROBABILITY = "probability";
  private static final String SECOND = "second";
  private static final String SECOND_PROBABILITY = "second_probability";
  private static final String PROBABILITIES = "probabilities";
  private static final String IMAGE = "image";
  private static final String NOTES = "notes";
  private static final String ERROR = "error";

  /** The table's columns; where there is an error, all but the path and the notes are null. */
  private static final StructType SCHEMA =
      StructType.fromDDL(
          String.join(
              ", ",
              PATH + " STRING NOT NULL",
              DIGIT + " INT",
              PROBABILITY + " DOUBLE",
              SECOND + " INT",
              SECOND_PROBABILITY + " DOUBLE",
              PROBABILITIES + " ARRAY<DOUBLE>",
              IMAGE + " BINARY",
              NOTES + " ARRAY<STRING>",
              ERROR + " STRING"));

  private Predictions() {}

  private static Row row(Prediction prediction) {
    Object[] values = new Object[SCHEMA.length()];
    set(values, PATH, prediction.path());
    prediction
        .answer()
        .ifPresent(
            answer -> {
              set(values, DIGIT, answer.digit());
              set(values, PROBABILITY, answer.probability(answer.digit()));
              set(values, SECOND, answer.second());
              set(values, SECOND_PROBABILITY, answer.probability(answer.second()));
              set(values, PROBABILITIES, answer.probabilities());
              set(values, IMAGE, answer.image());
            });
    set(values, NOTES, prediction.notes().toArray(String[]::new));
    set(values, ERROR, prediction.error());
    return RowFactory.create(values);
  }

  private static void set(Object[] values, String column, Object value) {
    values[SCHEMA.fieldIndex(column)] = value;
  }

  /**
   * Makes sure that a table can be begun there, before work is spent on it.
   *
   * @throws RunException if something is there: nothing is ever overwritten
   */
  public static void requireFree(Configuration hadoop, String table) throws IOException {
    Path place = new Path(table);
    if (place.getFileSystem(hadoop).exists(place)) {
      throw new RunException(
          "%s is there already: expected a new folder for the predictions. Name another (--output), or delete it first"
              .formatted(place));
    }
  }

  /**
   * Writes the table beside its place and moves it there whole.
   *
   * @throws IOException if it cannot be written, naming it
   */
  public static void write(SparkSession session, JavaRDD<Prediction> predictions, String table)
      throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    Path place = new Path(table);
    FileSystem files = place.getFileSystem(hadoop);
    Path beside =
        new Path(
            files.makeQualified(place).getParent(),
            ".%s.%s.part".formatted(place.getName(), UUID.randomUUID()));
    PlainFiles.makeFolders(files, beside);
    files.deleteOnExit(beside);
    try {
      session
          .createDataFrame(predictions.map(Predictions::row), SCHEMA)
          .write()
          .mode(SaveMode.Append) // the folder is there, so that it goes if this process is ended
          .parquet(beside.toString());
      requireFree(hadoop, table);
      if (!files.rename(beside, place)) {
        throw new IOException(
            "Cannot move the predictions from %s to %s. Check rights and space there, then start again"
                .formatted(beside, place));
      }
    } finally {
      files.delete(beside, true);
      files.cancelDeleteOnExit(beside);
    }
  }
}

package job;

import io.EpochRecord;
import io.RunRecord;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What a person sees of a training: a heading, a bar or lines within each epoch, and a line after
 * it.
 */
final class TrainingReport implements AutoCloseable {
  private final PrintStream out = System.out;
  private final JavaSparkContext spark;
  private final RunRecord run;
  private final EpochProgress progress;
  private double secondsSoFar;

  private TrainingReport(JavaSparkContext spark, RunRecord run, long rowsInEpoch) {
    this.spark = spark;
    this.run = run;
    this.progress = new EpochProgress(rowsInEpoch, run.options().epochs());
  }

  static TrainingReport start(JavaSparkContext spark, RunRecord run, long rowsInEpoch) {
    TrainingReport report = new TrainingReport(spark, run, rowsInEpoch);
    spark.sc().addSparkListener(report.progress);
    report.out.printf(
        Locale.ROOT,
        "run %s: %s, %d replicas, batch %d, %s %s, seed %d, %,d rows of %s%n",
        run.runId(),
        run.options().architecture(),
        run.options().replicas(),
        run.options().batchSize(),
        run.options().updater(),
        run.options().learningRate(),
        run.options().seed(),
        rowsInEpoch,
        run.data().source());
    return report;
  }

  /** Begins an epoch, and gives what is to grow by each minibatch's rows as it is trained. */
  LongAccumulator startEpoch(int epoch) {
    LongAccumulator trainedRows = spark.sc().longAccumulator("rows trained in epoch " + epoch);
    progress.start(epoch, trainedRows.id());
    return trainedRows;
  }

  void endEpoch(EpochRecord record) {
    progress.stop();
    secondsSoFar += record.seconds();
    int epochs = run.options().epochs();
    double left = secondsSoFar / record.epoch() * (epochs - record.epoch());
    out.printf(
        Locale.ROOT,
        "epoch %d/%d  loss %.4f  accuracy %.2f %%%s  %,.0f images/s  %.1f s%s%n",
        record.epoch(),
        epochs,
        record.trainingLoss(),
        100 * record.trainingAccuracy(),
        validation(record),
        record.imagesPerSecond(),
        record.seconds(),
        record.epoch() == epochs ? "" : "  %.0f s left".formatted(left));
  }

  private static String validation(EpochRecord record) {
    return record.validationAccuracy() == null
        ? ""
        : String.format(Locale.ROOT, "  validation %.2f %%", 100 * record.validationAccuracy());
  }

  @Override
  public void close() {
    progress.stop();
    spark.sc().removeSparkListener(progress);
  }
}

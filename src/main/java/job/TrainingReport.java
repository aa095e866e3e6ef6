package job;

import io.EpochRecord;
import io.RunRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import model.EpochResult;
import model.EpochTimes;
import model.ReplicaProgress;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a person sees of a training: a heading, a bar or lines within each epoch, and a line after
 * it.
 */
final class TrainingReport implements AutoCloseable {
  private final PrintStream out = System.out;
  private final RunRecord run;
  private final EpochProgress progress;
  private final ProgressChannel channel;
  private final Timeline timeline;
  private final TensorBoard events;
  private final int kept;
  private double secondsSoFar;
  private EpochResult lastResult;
  private long lastAveraged;

  private TrainingReport(
      JavaSparkContext spark,
      RunRecord run,
      int kept,
      long rowsInEpoch,
      Timeline timeline,
      TensorBoard events) {
    this.run = run;
    this.kept = kept;
    this.progress =
        new EpochProgress(
            Terminal.isThere() ? EpochProgress.Display.BAR : EpochProgress.Display.LINES,
            rowsInEpoch,
            run.options().epochs(),
            events::within);
    this.channel = ProgressChannel.open(spark.sc(), run.options().replicas(), progress);
    this.timeline = timeline;
    this.events = events;
  }

  /** Begins, {@code kept} epochs being there already. */
  static TrainingReport start(
      JavaSparkContext spark,
      RunRecord run,
      int kept,
      long rowsInEpoch,
      Timeline timeline,
      TensorBoard events) {
    TrainingReport report = new TrainingReport(spark, run, kept, rowsInEpoch, timeline, events);
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
    if (kept > 0) {
      report.out.printf("going on after epoch %d of %d%n", kept, run.options().epochs());
    }
    return report;
  }

  /** Begins an epoch, and gives what its replicas are to tell how far they are. */
  ReplicaProgress startEpoch(int epoch) {
    progress.start(epoch);
    return channel.ofEpoch(epoch);
  }

  /**
   * An epoch's replicas are averaged now.
   *
   * @param start when it began, by {@link System#nanoTime}
   */
  void averaged(long start, EpochResult result) {
    if (lastResult == null) {
      double before = result.times().broadcast() + result.times().launch();
      timeline.passedAt(start + (long) (before * 1e9), "first minibatch begun");
    }
    lastResult = result;
    lastAveraged = System.nanoTime();
  }

  /** An epoch is kept now. */
  void endEpoch(EpochRecord record) {
    progress.stop();
    timeline.passed(parts(record.epoch()));
    secondsSoFar += record.seconds();
    int epochs = run.options().epochs();
    double secondsLeft = secondsSoFar / (record.epoch() - kept) * (epochs - record.epoch());
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
        record.epoch() == epochs
            ? ""
            : "  %s left"
                .formatted(TimeLeft.inWords(Duration.ofMillis((long) (1e3 * secondsLeft)))));
    events.epochKept(record);
  }

  private String parts(int epoch) {
    EpochTimes times = lastResult.times();
    return String.format(
        Locale.ROOT,
        "epoch %d: broadcast %.0f ms, launch %.0f ms, replicas %.0f ms (slowest %.0f ms), average %.0f ms, keep %.0f ms",
        epoch,
        1e3 * times.broadcast(),
        1e3 * times.launch(),
        1e3 * times.replicas(),
        1e3 * lastResult.slowestSeconds(),
        1e3 * times.average(),
        (System.nanoTime() - lastAveraged) / 1e6);
  }

  private static String validation(EpochRecord record) {
    return record.validationAccuracy() == null
        ? ""
        : String.format(Locale.ROOT, "  validation %.2f %%", 100 * record.validationAccuracy());
  }

  @Override
  public void close() {
    progress.end();
  }
}

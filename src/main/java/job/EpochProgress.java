package job;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple4;
import scala.collection.Seq;

/**
 * How far the replicas are within an epoch, from what executors tell with their heartbeats: a bar
 * where there is a terminal, a plain line every ten seconds elsewhere, both on standard error.
 *
 * <p>Each task counts its own rows; what a retried task trained twice is counted twice, and the sum
 * cut at the epoch's rows.
 */
final class EpochProgress extends SparkListener {
  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  private final long rowsInEpoch;
  private final int epochs;
  private final Map<Long, Long> rowsByTask = new HashMap<>();
  private ProgressBar bar;
  private int epoch;
  private long accumulator;
  private long lastLine;

  EpochProgress(long rowsInEpoch, int epochs) {
    this.rowsInEpoch = rowsInEpoch;
    this.epochs = epochs;
  }

  /** Shows what comes in this accumulator, and nothing of an earlier epoch's. */
  synchronized void start(int newEpoch, long rowsTrained) {
    rowsByTask.clear();
    epoch = newEpoch;
    accumulator = rowsTrained;
    lastLine = System.nanoTime();
    if (Terminal.isThere()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch %d/%d".formatted(epoch, epochs))
              .setInitialMax(rowsInEpoch)
              .setUnit(" images", 1)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .clearDisplayOnFinish()
              .build();
    }
  }

  /** Takes the bar away; the epoch's line stands in its place. */
  synchronized void stop() {
    accumulator = -1;
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        seqAsJavaList(update.accumUpdates())) {
      seen((Long) task._1(), task._4());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    seen(end.taskInfo().taskId(), end.taskInfo().accumulables());
  }

  private synchronized void seen(long task, Seq<AccumulableInfo> accumulables) {
    for (AccumulableInfo info : seqAsJavaList(accumulables)) {
      if (info.id() == accumulator && info.update().isDefined()) {
        rowsByTask.merge(task, (Long) info.update().get(), Math::max);
        show(Math.min(rowsByTask.values().stream().mapToLong(Long::longValue).sum(), rowsInEpoch));
      }
    }
  }

  private void show(long rows) {
    if (bar != null) {
      bar.stepTo(rows);
    } else if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      System.err.printf(
          Locale.ROOT, "epoch %d/%d: %,d of %,d images%n", epoch, epochs, rows, rowsInEpoch);
    }
  }
}

package job;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * where there is a terminal, nothing elsewhere.
 *
 * <p>Each task counts its own rows, so a retried task replaces nothing: the sum can overshoot, and
 * is cut at the epoch's rows.
 */
final class EpochProgress extends SparkListener {
  private final long accumulator;
  private final long rowsInEpoch;
  private final int epochs;
  private final Map<Long, Long> rowsByTask = new ConcurrentHashMap<>();
  private ProgressBar bar;

  EpochProgress(long accumulator, long rowsInEpoch, int epochs) {
    this.accumulator = accumulator;
    this.rowsInEpoch = rowsInEpoch;
    this.epochs = epochs;
  }

  synchronized void start(int epoch) {
    rowsByTask.clear();
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

  private void seen(long task, Seq<AccumulableInfo> accumulables) {
    for (AccumulableInfo info : seqAsJavaList(accumulables)) {
      if (info.id() == accumulator && info.update().isDefined()) {
        rowsByTask.merge(task, (Long) info.update().get(), Math::max);
        show();
      }
    }
  }

  private synchronized void show() {
    if (bar != null) {
      long rows = rowsByTask.values().stream().mapToLong(Long::longValue).sum();
      bar.stepTo(Math.min(rows, rowsInEpoch));
    }
  }
}

package job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import model.TaskProgress;
import org.apache.spark.SparkContext;

/**
 * How far the tasks of a pass over pictures are, as they tell: a bar on standard error where there
 * is a terminal, and nothing elsewhere.
 *
 * <p>Thread-safe.
 */
final class TaskBar implements ProgressChannel.Listener {
  private static final int NONE = 0;

  /** Of a pass, before anything is said of the time left. */
  private static final double LEAST_SHARE = 0.05;

  /** And of time, before anything is said of speed: the tasks begin to tell at about once. */
  private static final long LEAST_NANOS = Duration.ofMillis(500).toNanos();

  private final Optional<ProgressChannel> channel;
  private final String unit;
  private final Map<Integer, Long> byTask = new HashMap<>();
  private ProgressBar bar;
  private Stopping ending;
  private boolean ended;
  private int passes;
  private int pass = NONE;
  private long all;
  private long done;

  /** When the first task told how far it is, and how far that was: before, rows are read. */
  private long heard;

  private long first;

  private TaskBar(Optional<SparkContext> watched, String unit) {
    this.unit = unit;
    this.channel =
        watched.map(spark -> ProgressChannel.open(spark, spark.defaultParallelism(), this));
  }

  /**
   * Of no pass yet.
   *
   * @param unit of what is counted, such as {@code images}
   */
  static TaskBar of(SparkContext spark, String unit) {
    return new TaskBar(Terminal.isThere() ? Optional.of(spark) : Optional.empty(), unit);
  }

  /** Without anybody who watches; for tests. */
  static TaskBar hidden(String unit) {
    return new TaskBar(Optional.empty(), unit);
  }

  /**
   * Begins a pass.
   *
   * @param name what is done, for people
   * @param pictures of all tasks together
   * @return what the tasks are to tell
   */
  synchronized TaskProgress start(String name, long pictures) {
    stop();
    pass = ++passes;
    byTask.clear();
    done = 0;
    first = 0;
    all = pictures;
    if (ended || channel.isEmpty()) {
      return TaskProgress.UNTOLD;
    }
    bar = EpochBar.open(name, pictures);
    ending = Stopping.beforeLastWords(this::end);
    return channel.get().ofPass(pass);
  }

  /** The process ends: what begins in the last moment has no bar that nobody would take away. */
  private synchronized void end() {
    ended = true;
    stop();
  }

  /** Takes the bar away, and leaves nothing of it on the screen; again does nothing. */
  synchronized void stop() {
    pass = NONE;
    if (bar != null) {
      bar.close();
      bar = null;
      ending.over();
    }
  }

  @Override
  public synchronized void trained(int ofPass, int task, long pictures, double unused) {
    if (ofPass != pass) {
      return;
    }
    long before = byTask.getOrDefault(task, 0L);
    if (pictures > before) { // a task that is run again counts when it is further
      byTask.put(task, pictures);
      done += pictures - before;
    }
    if (first == 0) {
      first = done;
      heard = System.nanoTime();
    }
    if (bar != null) {
      bar.stepTo(Math.min(done, all));
      bar.setExtraMessage(figures());
    }
  }

  /** Pictures of this pass, or of the last one, that are behind the tasks. */
  synchronized long done() {
    return done;
  }

  /** What stands beside the bar. */
  synchronized String figures() {
    long nanos = System.nanoTime() - heard;
    if (done == first || nanos < LEAST_NANOS) {
      return "";
    }
    double perSecond = (done - first) * 1e9 / nanos;
    String speed = String.format(Locale.ROOT, "%,.0f %s/s", perSecond, unit);
    if (done < LEAST_SHARE * all) {
      return speed;
    }
    Duration left = Duration.ofMillis((long) (1e3 * Math.max(0, all - done) / perSecond));
    return "%s  %s left".formatted(speed, TimeLeft.inWords(left));
  }
}

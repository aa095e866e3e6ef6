package job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/**
 * How far the replicas are within an epoch, as they tell: a bar where there is a terminal, a plain
 * line every ten seconds elsewhere, both on standard error.
 *
 * <p>Thread-safe.
 */
final class EpochProgress implements ProgressChannel.Listener {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int NONE = 0;

  /** Of an epoch, before anything is said of the time left. */
  private static final double LEAST_SHARE = 0.05;

  /** What is known of one replica's epoch. */
  private record Trained(long rows, double lossSum) {}

  /** How it is shown. */
  enum Display {
    BAR,
    LINES
  }

  /** Who else wants to know. */
  interface Follower {
    /**
     * The replicas are further.
     *
     * @param rows that they have trained in this epoch
     * @param lossSum over these rows, in nats
     * @param nanos since the epoch began
     */
    void within(int epoch, long rows, double lossSum, long nanos);
  }

  private final Display display;
  private final long rowsInEpoch;
  private final int epochs;
  private final Follower follower;
  private final Map<Integer, Trained> byShard = new HashMap<>();
  private ProgressBar bar;
  private int epoch = NONE;
  private long began;
  private long lastLine;
  private long rowsTrained;
  private double losses;
  private long rowsBefore;
  private double secondsBefore;

  private Duration left;
  private boolean over;

  /**
   * Of no epoch yet.
   *
   * @param follower is called by the thread that calls {@link #trained}, which may be slow
   */
  EpochProgress(Display display, long rowsInEpoch, int epochs, Follower follower) {
    this.follower = follower;
    this.display = display;
    this.rowsInEpoch = rowsInEpoch;
    this.epochs = epochs;
  }

  /** Shows what is told of this epoch, and nothing of an earlier one. */
  synchronized void start(int newEpoch) {
    byShard.clear();
    rowsTrained = 0;
    losses = 0;
    epoch = newEpoch;
    began = System.nanoTime();
    lastLine = began;
    left = null;
    if (display == Display.BAR && !over) {
      bar = EpochBar.open("epoch %d/%d".formatted(epoch, epochs), rowsInEpoch);
    }
  }

  /** Takes the bar away; the epoch's line stands in its place. */
  synchronized void stop() {
    if (epoch != NONE) {
      rowsBefore += rowsTrained;
      secondsBefore += seconds();
      epoch = NONE;
    }
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** As {@link #stop}, and nothing is shown any more: somebody else has the last word. */
  synchronized void end() {
    over = true;
    stop();
  }

  @Override
  public void trained(int ofEpoch, int shard, long rows, double lossSum) {
    long allRows;
    double allLosses;
    long nanos;
    synchronized (this) {
      if (ofEpoch != epoch) {
        return;
      }
      add(shard, new Trained(rows, lossSum));
      left = timeLeft();
      show();
      allRows = rowsTrained;
      allLosses = losses;
      nanos = System.nanoTime() - began;
    }
    follower.within(ofEpoch, allRows, allLosses, nanos); // without the lock: it may be slow
  }

  /** Of a replica that is trained again what it had come to before. */
  private void add(int shard, Trained now) {
    Trained old = byShard.getOrDefault(shard, new Trained(0, 0));
    if (now.rows > old.rows) {
      byShard.put(shard, now);
      rowsTrained += now.rows - old.rows;
      losses += now.lossSum - old.lossSum;
    }
  }

  private void show() {
    if (bar != null) {
      bar.stepTo(rowsTrained);
      bar.setExtraMessage(figures());
    } else if (!over && System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
      lastLine = System.nanoTime();
      System.err.println(line());
    }
  }

  /** For who has no terminal. */
  synchronized String line() {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d: %,d of %,d images  %s",
        epoch,
        epochs,
        rowsTrained,
        rowsInEpoch,
        figures());
  }

  private String figures() {
    if (rowsTrained == 0) {
      return "nothing told yet";
    }
    return String.format(
        Locale.ROOT,
        "loss %.4f  %,.0f images/s%s",
        losses / rowsTrained,
        rowsTrained / seconds(),
        left == null ? "" : "  %s left".formatted(TimeLeft.inWords(left)));
  }

  /**
   * Until the last epoch is trained, if all goes on as it has gone so far; null while that is only
   * the start of the first one, when nothing is compiled yet.
   */
  private Duration timeLeft() {
    long trained = rowsBefore + rowsTrained;
    if (trained < rowsInEpoch * LEAST_SHARE) {
      return null;
    }
    double rowsLeft = (double) rowsInEpoch * (epochs - epoch + 1) - rowsTrained;
    return Duration.ofMillis((long) (1e3 * rowsLeft * (secondsBefore + seconds()) / trained));
  }

  private double seconds() {
    return Math.max(1, System.nanoTime() - began) / 1e9;
  }
}

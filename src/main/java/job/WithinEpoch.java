package job;

import io.EpochRecord;
import io.events.Point;
import java.time.Duration;
import java.util.List;

/**
 * The curves within epochs: each point is of what was trained since the one before, in the same
 * epoch. At most one a second, and one at the end of each epoch.
 */
final class WithinEpoch {
  private static final long NANOS_BETWEEN = Duration.ofSeconds(1).toNanos();

  private final long rowsInEpoch;
  private int epoch;
  private long rows;
  private double lossSum;
  private long nanos;

  WithinEpoch(long rowsInEpoch) {
    this.rowsInEpoch = rowsInEpoch;
  }

  /**
   * What is to be shown now; nothing if a second has not passed, or no row came.
   *
   * @param newRows trained in this epoch by now
   * @param newLossSum of these rows, in nats
   * @param newNanos since the epoch began
   * @param at in seconds since 1970
   */
  List<Point> next(int newEpoch, long newRows, double newLossSum, long newNanos, double at) {
    if (newEpoch < epoch) {
      return List.of(); // news that was long on its way
    }
    begin(newEpoch);
    return newNanos - nanos < NANOS_BETWEEN
        ? List.of()
        : since(Math.min(newRows, rowsInEpoch), newLossSum, newNanos, at);
  }

  /** What is to be shown at an epoch's end: of what came after the last point. */
  List<Point> last(EpochRecord record, double at) {
    begin(record.epoch());
    double sum = record.trainingLoss() * record.examples();
    return since(record.examples(), sum, (long) (1e9 * record.seconds()), at);
  }

  private void begin(int newEpoch) {
    if (newEpoch != epoch) {
      epoch = newEpoch;
      rows = 0;
      lossSum = 0;
      nanos = 0;
    }
  }

  /** A retried task may have told of more loss, or time, than the epoch's record has. */
  private List<Point> since(long newRows, double newLossSum, long newNanos, double at) {
    if (newRows <= rows || newLossSum < lossSum || newNanos <= nanos) {
      return List.of();
    }
    long trained = newRows - rows;
    double loss = (newLossSum - lossSum) / trained;
    double imagesPerSecond = 1e9 * trained / (newNanos - nanos);
    rows = newRows;
    lossSum = newLossSum;
    nanos = newNanos;
    return EventCurves.within((epoch - 1) * rowsInEpoch + rows, at, loss, imagesPerSecond);
  }
}

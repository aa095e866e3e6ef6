package job;

import io.EpochRecord;
import io.Evaluation;
import io.RunDirectory;
import io.RunRecord;
import io.events.EventFile;
import io.events.Point;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TensorBoard is shown of a run: the training writes {@code DIR/RUN-ID/train}, the evaluation
 * {@code DIR/RUN-ID/test}. Nothing, if no folder was named.
 *
 * <p>A folder that cannot be written is refused before anything is trained or scored. What fails
 * later costs the events alone: a warning, and no further points.
 *
 * <p>Safe for use by several threads.
 */
final class TensorBoard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoard.class);

  /** Null if nothing is written, or nothing any more. */
  private EventFile file;

  private WithinEpoch within;
  private final Map<Integer, Evaluation> rows = new TreeMap<>();

  private TensorBoard(EventFile file) {
    this.file = file;
  }

  private interface Writing {
    void to(EventFile file) throws IOException;
  }

  /**
   * Of a training.
   *
   * @throws io.events.EventFileException if its folder cannot be written
   */
  static TensorBoard ofTraining(Configuration hadoop, Optional<String> folder, String runId) {
    return of(hadoop, folder, runId + "/train");
  }

  /** Of an evaluation, as {@link #ofTraining}. */
  static TensorBoard ofEvaluation(Configuration hadoop, Optional<String> folder, String runId) {
    return of(hadoop, folder, runId + "/test");
  }

  private static TensorBoard of(Configuration hadoop, Optional<String> folder, String below) {
    return new TensorBoard(
        folder.map(name -> EventFile.in(hadoop, name + "/" + below)).orElse(null));
  }

  /**
   * Shows the epochs that are kept, and no others; those to come follow.
   *
   * @param kept the run's first epochs
   * @throws IOException if that fails: it is before the first step of training
   */
  synchronized void begin(RunRecord run, List<EpochRecord> kept, RunDirectory directory)
      throws IOException {
    if (file == null) {
      return;
    }
    long rowsInEpoch = run.data().rows() - run.data().heldOutRows();
    within = new WithinEpoch(rowsInEpoch);
    file.hold(
        EventCurves.ofKept(
            file.points(), kept, rowsInEpoch, epoch -> Point.seconds(directory.keptAt(epoch))));
  }

  /**
   * Shows how far an epoch is, at most once a second.
   *
   * @param trained rows in this epoch by now
   * @param lossSum of these rows, in nats
   * @param nanos since the epoch began
   */
  synchronized void within(int epoch, long trained, double lossSum, long nanos) {
    write(
        events -> {
          List<Point> points = within.next(epoch, trained, lossSum, nanos, now());
          if (!points.isEmpty()) {
            events.add(points);
          }
        });
  }

  /** Shows an epoch that was trained, and is kept now. */
  synchronized void epochKept(EpochRecord epoch) {
    write(
        events -> {
          double at = now();
          List<Point> points = new ArrayList<>(within.last(epoch, at));
          points.addAll(EventCurves.of(epoch, at));
          events.add(points);
          events.settle();
        });
  }

  /** Shows these rows of the run, and those that it showed before, each epoch once. */
  synchronized void evaluated(List<Evaluation> evaluations) {
    evaluations.forEach(row -> rows.put(row.epoch(), row));
    write(
        events ->
            events.hold(
                rows.values().stream().map(EventCurves::of).flatMap(List::stream).toList()));
  }

  private void write(Writing writing) {
    if (file == null) {
      return;
    }
    try {
      writing.to(file);
    } catch (IOException | RuntimeException e) { // some file systems throw these, too
      LOG.warn(
          "no further points for TensorBoard, all else goes on: {} (the same command with --tensorboard adds what is missing)",
          e.getMessage());
      LOG.debug("why no further points come", e);
      close();
    }
  }

  private static double now() {
    return Point.seconds(Instant.now());
  }

  /** Nothing is written from here on. */
  @Override
  public synchronized void close() {
    EventFile ending = file;
    file = null;
    if (ending != null) {
      try {
        ending.close();
      } catch (IOException e) {
        LOG.debug("what was shown stays: {}", e.toString());
      }
    }
  }
}

package job;

import io.EpochRecord;
import io.Evaluation;
import io.events.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The curves of a run. Those of whole epochs have the epoch as their step, those within epochs the
 * rows that the run was trained on by then.
 */
final class EventCurves {
  static final String TRAIN_LOSS = "train_loss";
  static final String TRAIN_ACCURACY = "train_accuracy";
  static final String IMAGES_PER_SECOND = "images_per_second";
  static final String VALIDATION_LOSS = "validation_loss";
  static final String VALIDATION_ACCURACY = "validation_accuracy";
  static final String TEST_LOSS = "test_loss";
  static final String TEST_ACCURACY = "test_accuracy";
  static final String LOSS_WITHIN = "within_epoch/train_loss";
  static final String IMAGES_PER_SECOND_WITHIN = "within_epoch/images_per_second";

  private static final Set<String> OF_EPOCHS =
      Set.of(TRAIN_LOSS, TRAIN_ACCURACY, IMAGES_PER_SECOND, VALIDATION_LOSS, VALIDATION_ACCURACY);

  /** When an epoch was kept. */
  interface Times {
    /** In seconds since 1970. */
    double of(EpochRecord epoch) throws IOException;
  }

  private record Place(String tag, long step) {}

  private EventCurves() {}

  /** An epoch's points on the curves of epochs. */
  static List<Point> of(EpochRecord epoch, double at) {
    List<Point> points = new ArrayList<>();
    points.add(point(TRAIN_LOSS, epoch.epoch(), at, epoch.trainingLoss()));
    points.add(point(TRAIN_ACCURACY, epoch.epoch(), at, epoch.trainingAccuracy()));
    points.add(point(IMAGES_PER_SECOND, epoch.epoch(), at, epoch.imagesPerSecond()));
    if (epoch.validationLoss() != null) {
      points.add(point(VALIDATION_LOSS, epoch.epoch(), at, epoch.validationLoss()));
    }
    if (epoch.validationAccuracy() != null) {
      points.add(point(VALIDATION_ACCURACY, epoch.epoch(), at, epoch.validationAccuracy()));
    }
    return points;
  }

  static List<Point> of(Evaluation row) {
    double at = Point.seconds(row.evaluatedAt());
    return List.of(
        point(TEST_LOSS, row.epoch(), at, row.loss()),
        point(TEST_ACCURACY, row.epoch(), at, row.accuracy()));
  }

  /**
   * @param rows that the run was trained on
   */
  static List<Point> within(long rows, double at, double loss, double imagesPerSecond) {
    return List.of(
        point(LOSS_WITHIN, rows, at, loss),
        point(IMAGES_PER_SECOND_WITHIN, rows, at, imagesPerSecond));
  }

  private static Point point(String tag, long step, double at, double value) {
    return new Point(tag, step, at, (float) value);
  }

  /**
   * All points of the epochs that are kept, in their order: the old ones where these are of the
   * same epoch, and otherwise what its record tells. What is of epochs that are not kept is not
   * among them.
   *
   * @param old what an event file holds of this run, or of another of its name
   * @param kept the first epochs of the run
   */
  static List<Point> ofKept(List<Point> old, List<EpochRecord> kept, long rowsInEpoch, Times times)
      throws IOException {
    Map<Long, Map<Place, Point>> byEpoch = byEpoch(old, rowsInEpoch);
    List<Point> points = new ArrayList<>();
    for (EpochRecord epoch : kept) {
      Map<Place, Point> former = byEpoch.getOrDefault((long) epoch.epoch(), Map.of());
      Point loss = former.get(new Place(TRAIN_LOSS, epoch.epoch()));
      boolean isSame =
          loss == null || Float.compare(loss.value(), (float) epoch.trainingLoss()) == 0;
      double at = loss != null && isSame ? loss.wallTime() : times.of(epoch);
      List<Point> within =
          former.values().stream().filter(point -> isSame && isWithin(point)).toList();
      points.addAll(within.isEmpty() ? wholeOf(epoch, rowsInEpoch, at) : within);
      points.addAll(of(epoch, at));
    }
    return points;
  }

  private static boolean isWithin(Point point) {
    return point.tag().equals(LOSS_WITHIN) || point.tag().equals(IMAGES_PER_SECOND_WITHIN);
  }

  /** An epoch of which nothing is known within. */
  private static List<Point> wholeOf(EpochRecord epoch, long rowsInEpoch, double at) {
    return within(epoch.epoch() * rowsInEpoch, at, epoch.trainingLoss(), epoch.imagesPerSecond());
  }

  /** Of two points at one place the first. */
  private static Map<Long, Map<Place, Point>> byEpoch(List<Point> points, long rowsInEpoch) {
    Map<Long, Map<Place, Point>> found = new HashMap<>();
    for (Point point : points) {
      found
          .computeIfAbsent(epoch(point, rowsInEpoch), any -> new LinkedHashMap<>())
          .putIfAbsent(new Place(point.tag(), point.step()), point);
    }
    return found;
  }

  /** 0 if it is on none of these curves. */
  private static long epoch(Point point, long rowsInEpoch) {
    if (OF_EPOCHS.contains(point.tag())) {
      return point.step();
    }
    return isWithin(point) ? (point.step() + rowsInEpoch - 1) / rowsInEpoch : 0;
  }
}

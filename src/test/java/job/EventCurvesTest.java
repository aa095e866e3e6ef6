package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.EpochRecord;
import io.Evaluation;
import io.SampleRuns;
import io.events.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Epochs of 54,000 rows, whose training loss is 0.25; each was kept in its own second. */
class EventCurvesTest {
  private static final long ROWS = 54_000;

  private static EpochRecord epoch(int epoch) {
    return SampleRuns.epoch(epoch, new byte[] {1});
  }

  private static List<EpochRecord> epochs(int count) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= count; epoch++) {
      epochs.add(epoch(epoch));
    }
    return epochs;
  }

  private static List<Point> ofKept(List<Point> old, int kept) throws IOException {
    return EventCurves.ofKept(old, epochs(kept), ROWS, EpochRecord::epoch);
  }

  /** What a training shows that begins with the first epoch, each in its own second. */
  private static List<Point> shown(int epochs) {
    List<Point> points = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long before = (epoch - 1) * ROWS;
      points.addAll(EventCurves.within(before + 20_000, 100 * epoch, 0.5, 9_000));
      points.addAll(EventCurves.within(before + ROWS, 100 * epoch + 1, 0.1, 8_000));
      points.addAll(EventCurves.of(epoch(epoch), 100 * epoch + 1));
    }
    return points;
  }

  @Test
  void hasThePointsOfAnEpochByItsNumber() {
    assertThat(EventCurves.of(epoch(3), 7))
        .containsExactly(
            new Point("train_loss", 3, 7, 0.25f),
            new Point("train_accuracy", 3, 7, 0.9f),
            new Point("images_per_second", 3, 7, 21_600));
    EpochRecord plain = epoch(3);
    EpochRecord validated =
        new EpochRecord(
            3,
            plain.examples(),
            0.25,
            0.9,
            0.875,
            0.375,
            plain.seconds(),
            plain.imagesPerSecond(),
            plain.replicas(),
            plain.parametersSha256(),
            plain.runSha256(),
            plain.modelSha256(),
            plain.modelBytes());
    assertThat(EventCurves.of(validated, 7))
        .hasSize(5)
        .contains(
            new Point("validation_loss", 3, 7, 0.375f),
            new Point("validation_accuracy", 3, 7, 0.875f));
  }

  @Test
  void tellsFromTheRecordsWhatNoFileTells() throws Exception {
    List<Point> points = ofKept(List.of(), 2);
    assertThat(points).hasSize(10);
    assertThat(points.subList(5, 10))
        .containsExactly(
            new Point("within_epoch/train_loss", 2 * ROWS, 2, 0.25f),
            new Point("within_epoch/images_per_second", 2 * ROWS, 2, 21_600),
            new Point("train_loss", 2, 2, 0.25f),
            new Point("train_accuracy", 2, 2, 0.9f),
            new Point("images_per_second", 2, 2, 21_600));
  }

  @Test
  void keepsWhatIsOfEpochsThatAreKeptAndNothingElse() throws Exception {
    assertThat(ofKept(shown(3), 3)).isEqualTo(shown(3));
    assertThat(ofKept(shown(3), 2)).isEqualTo(shown(2));
    assertThat(ofKept(shown(3), 0)).isEmpty();
    List<Point> old = shown(2);
    old.addAll(EventCurves.within(2 * ROWS + 1, 300, 0.5, 9_000));
    old.add(new Point("somebody_elses", 1, 7, 1));
    for (Point point : shown(2)) {
      old.add(new Point(point.tag(), point.step(), 7, point.value()));
    }
    assertThat(ofKept(old, 2)).as("with more, and twice").isEqualTo(shown(2));
  }

  /** A process was killed when an epoch was kept, and its points were not written yet. */
  @Test
  void addsThePointsOfAnEpochBesideThoseWithinIt() throws Exception {
    List<Point> old = shown(2);
    List<Point> left = new ArrayList<>(old.subList(0, old.size() - 3));
    List<Point> points = ofKept(left, 2);
    left.addAll(EventCurves.of(epoch(2), 2));
    assertThat(points).isEqualTo(left);
    assertThat(ofKept(old.subList(0, old.size() - 1), 2)).as("one is missing").isEqualTo(old);
  }

  @Test
  void takesNothingOfAnotherRunThatHadItsName() throws Exception {
    List<Point> old = shown(2);
    old.replaceAll(
        point ->
            point.tag().equals("train_loss")
                ? new Point("train_loss", point.step(), point.wallTime(), 0.75f)
                : point);
    assertThat(ofKept(old, 2)).isEqualTo(ofKept(List.of(), 2));
  }

  @Test
  void hasThePointsOfAnEvaluationAtTheTimeOfScoring() {
    Evaluation row = TensorBoardTest.evaluation(4, 9);
    double at = row.evaluatedAt().toEpochMilli() / 1e3;
    assertThat(EventCurves.of(row))
        .containsExactly(
            new Point("test_loss", 4, at, (float) row.loss()),
            new Point("test_accuracy", 4, at, 0.9f));
  }
}

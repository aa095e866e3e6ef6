package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.EpochRecord;
import io.SampleRuns;
import io.events.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Epochs of 54,000 rows whose mean loss is 0.25, in 2.5 s. */
class WithinEpochTest {
  private static final long ROWS = 54_000;
  private static final long SECOND = 1_000_000_000;

  private final WithinEpoch within = new WithinEpoch(ROWS);

  private static EpochRecord epoch(int epoch) {
    return SampleRuns.epoch(epoch, new byte[] {1});
  }

  private static List<Point> points(long rows, double loss, double imagesPerSecond) {
    return List.of(
        new Point("within_epoch/train_loss", rows, 7, (float) loss),
        new Point("within_epoch/images_per_second", rows, 7, (float) imagesPerSecond));
  }

  @Test
  void tellsOfWhatWasTrainedSinceTheLastPointAtMostOnceASecond() {
    assertThat(within.next(1, 1_000, 2_000, SECOND - 1, 7)).isEmpty();
    assertThat(within.next(1, 10_000, 15_000, SECOND, 7)).isEqualTo(points(10_000, 1.5, 10_000));
    assertThat(within.next(1, 11_000, 15_100, 2 * SECOND - 1, 7)).isEmpty();
    assertThat(within.next(1, 40_000, 18_000, 3 * SECOND, 7))
        .isEqualTo(points(40_000, 0.1, 15_000));
    assertThat(within.next(2, 5_000, 2_500, 2 * SECOND, 7))
        .isEqualTo(points(ROWS + 5_000, 0.5, 2_500));
  }

  @Test
  void tellsAtAnEpochsEndOfWhatIsLeft() {
    assertThat(within.next(1, 27_000, 10_800, 5 * SECOND / 4, 7)).hasSize(2);
    assertThat(within.last(epoch(1), 7)).isEqualTo(points(ROWS, 2_700 / 27_000.0, 21_600));
    assertThat(within.last(epoch(1), 7)).isEmpty();
  }

  @Test
  void tellsOnceOfAnEpochThatIsShorterThanASecondOrThatNobodyTellsOf() {
    assertThat(within.next(1, 27_000, 10_800, SECOND / 2, 7)).isEmpty();
    assertThat(within.last(epoch(1), 7)).isEqualTo(points(ROWS, 0.25, 21_600));
    assertThat(within.last(epoch(2), 7)).isEqualTo(points(2 * ROWS, 0.25, 21_600));
  }

  @Test
  void leavesOutWhatCannotBeSoAndWhatComesLate() {
    assertThat(within.next(1, 27_000, 10_800, SECOND, 7)).hasSize(2);
    assertThat(within.next(1, 27_000, 10_800, 3 * SECOND, 7)).as("no further row").isEmpty();
    assertThat(within.next(1, 28_000, 10_000, 3 * SECOND, 7)).as("less loss").isEmpty();
    assertThat(within.next(1, ROWS + 3_000, 27_000, 4 * SECOND, 7))
        .as("rows of a task that was tried again")
        .isEqualTo(points(ROWS, 0.6, 9_000));
    assertThat(within.last(epoch(1), 7)).isEmpty();
    assertThat(within.next(2, 9_000, 900, SECOND, 7)).hasSize(2);
    assertThat(within.next(1, ROWS, 30_000, 9 * SECOND, 7)).as("of the epoch before").isEmpty();
    assertThat(within.next(2, 18_000, 1_800, 2 * SECOND, 7))
        .isEqualTo(points(ROWS + 18_000, 0.1, 9_000));
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class ProfilingTest {
  private static final int ROWS = 3_000;
  private static final double FRACTION = 0.1;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  private Profiled profile(List<LabelledImage> rows, int partitions) {
    return Profiling.profile(spark.parallelize(rows, partitions), rows.size(), FRACTION);
  }

  /** By sha256sum: of the byte 07 and 784 bytes 00, the first eight bytes. */
  @Test
  void knowsARowByItsLabelAndPixels() {
    LabelledImage row = new LabelledImage(5, 7, new byte[ImageBlock.PIXELS]);

    assertThat(new RowHash().of(row)).isEqualTo(0x1ebc1c795b2e8817L);
    assertThat(RowHash.isHeldOut(0x1ebc1c795b2e8817L, 0.12)).isFalse();
    assertThat(RowHash.isHeldOut(0x1ebc1c795b2e8817L, 0.1201)).isTrue();
    assertThat(RowHash.isHeldOut(-1, 1)).isTrue();
    assertThat(RowHash.isHeldOut(0, 0)).isFalse();
  }

  @Test
  void countsWhatIsThere() {
    List<LabelledImage> rows = Rows.sortedByLabel(ROWS, 1);
    DataProfile profile = profile(rows, 3).profile();

    double[] pixels =
        rows.stream()
            .flatMapToInt(
                row -> IntStream.range(0, ImageBlock.PIXELS).map(i -> row.pixels()[i] & 0xff))
            .asDoubleStream()
            .toArray();
    double mean = Arrays.stream(pixels).average().orElseThrow();
    double variance =
        Arrays.stream(pixels).map(p -> (p - mean) * (p - mean)).average().orElseThrow();
    assertThat(profile.labels()).isEqualTo(Collections.nCopies(10, ROWS / 10L));
    assertThat(profile.rows()).isEqualTo(ROWS);
    assertThat(profile.pixelMean()).isEqualTo(mean, within(1e-9));
    assertThat(profile.pixelSpread()).isEqualTo(Math.sqrt(variance), within(1e-9));
    assertThat(profile.duplicates()).isZero();
    // Three standard deviations of a binomial share.
    assertThat((double) profile.heldOutRows() / ROWS)
        .isEqualTo(FRACTION, within(3 * Math.sqrt(FRACTION * (1 - FRACTION) / ROWS)));
  }

  @Test
  void findsTheSameHoweverTheRowsCome() {
    List<LabelledImage> rows = Rows.sortedByLabel(ROWS, 1);
    List<LabelledImage> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    Profiled one = profile(rows, 1);
    Profiled many = profile(shuffled, 7);

    assertThat(many.profile()).isEqualTo(one.profile());
    assertThat(many.trained().bytes()).isEqualTo(one.trained().bytes());
    assertThat(heldOut(many)).isEqualTo(heldOut(one)).hasSize((int) one.profile().heldOutRows());
    assertThat(many.trained().count()).isEqualTo(one.profile().trainedRows());
  }

  private static List<Long> heldOut(Profiled profiled) {
    return LongStream.range(0, ROWS).filter(profiled.heldOut()::contains).boxed().toList();
  }

  /** Wherever a row stands in a file that has grown, and in a reordered one. */
  @Test
  void holdsARowOutInEveryFileOrInNone() {
    List<LabelledImage> before = Rows.sortedByLabel(ROWS, 1);
    List<LabelledImage> after = new ArrayList<>();
    Rows.sortedByLabel(500, 2).forEach(row -> after.add(at(after.size(), row)));
    for (int i = ROWS - 1; i >= 0; i--) {
      after.add(at(after.size(), before.get(i)));
    }
    HeldOutRows first = profile(before, 2).heldOut();
    HeldOutRows then = profile(after, 2).heldOut();

    assertThat(first.count()).isPositive();
    for (int i = 0; i < ROWS; i++) {
      assertThat(then.contains(500 + ROWS - 1 - i)).as("row %d", i).isEqualTo(first.contains(i));
    }
  }

  @Test
  void countsCopiesAndRowsThatWereSeen() {
    List<LabelledImage> rows = new ArrayList<>(Rows.sortedByLabel(ROWS, 1));
    RowHashes seen = profile(rows, 2).trained();
    Rows.sortedByLabel(100, 3).forEach(row -> rows.add(at(rows.size(), row)));
    rows.add(at(rows.size(), rows.get(0)));
    rows.add(at(rows.size(), rows.get(1)));
    Profiled grown = profile(rows, 2);

    assertThat(grown.profile().duplicates()).isEqualTo(2);
    assertThat(seen.countIn(grown.trained())).isEqualTo(seen.count());
    assertThat(grown.trained().countIn(seen)).isBetween((long) seen.count(), seen.count() + 2L);
  }

  private static LabelledImage at(int index, LabelledImage row) {
    return new LabelledImage(index, row.label(), row.pixels());
  }
}

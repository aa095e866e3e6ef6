package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowOrderTest {
  @Property(tries = 300)
  void putsEveryRowInAPlaceOfItsOwn(
      @ForAll @IntRange(min = 1, max = 5_000) int rows, @ForAll long seed) {
    RowOrder order = new RowOrder(rows, seed);
    BitSet taken = new BitSet();
    for (int row = 0; row < rows; row++) {
      taken.set(Math.toIntExact(order.position(row)));
    }
    assertThat(taken.cardinality()).isEqualTo(rows);
    assertThat(taken.length()).isEqualTo(rows);
  }

  @Test
  void followsTheSeed() {
    assertThat(moved(new RowOrder(60_000, 1), new RowOrder(60_000, 1))).isZero();
    assertThat(moved(new RowOrder(60_000, 1), new RowOrder(60_000, 2))).isGreaterThan(59_000);
  }

  /**
   * Of a random permutation one row is expected to stay in place; the chance of ten or more is
   * 1e-7.
   */
  @Test
  void leavesHardlyARowInPlace() {
    RowOrder order = new RowOrder(60_000, 7);
    long fixed = 0;
    for (int row = 0; row < 60_000; row++) {
      fixed += order.position(row) == row ? 1 : 0;
    }
    assertThat(fixed).isLessThan(10);
  }

  @Test
  void worksPastTheLargestArray() {
    RowOrder order = new RowOrder(6_000_000_000L, 3);
    assertThat(order.position(5_999_999_999L)).isBetween(0L, 5_999_999_999L);
  }

  @Test
  void refusesARowThatIsNotThere() {
    assertThatThrownBy(() -> new RowOrder(10, 1).position(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row: expected 0..9, found 10");
  }

  private static long moved(RowOrder one, RowOrder other) {
    long moved = 0;
    for (int row = 0; row < 60_000; row++) {
      moved += one.position(row) == other.position(row) ? 0 : 1;
    }
    return moved;
  }
}

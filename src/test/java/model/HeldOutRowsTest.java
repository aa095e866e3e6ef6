package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HeldOutRowsTest {
  private static final int ROWS = 300;

  @Property
  void countsTheOthersFromTheFirstRowToTheLast(
      @ForAll Set<@LongRange(min = 0, max = ROWS - 1) Long> indices) {
    HeldOutRows heldOut =
        HeldOutRows.of(ROWS, indices.stream().mapToLong(Long::longValue).toArray());

    long place = 0;
    for (long row = 0; row < ROWS; row++) {
      assertThat(heldOut.contains(row)).as("row %d", row).isEqualTo(indices.contains(row));
      assertThat(heldOut.place(row)).as("row %d", row).isEqualTo(place);
      place += indices.contains(row) ? 0 : 1;
    }
    assertThat(heldOut.count()).isEqualTo(indices.size());
    assertThat(heldOut.others()).isEqualTo(place);
  }

  @Test
  void holdsNoneOutUnlessToldTo() {
    HeldOutRows none = HeldOutRows.none(ROWS);

    assertThat(none.count()).isZero();
    assertThat(none.place(ROWS - 1)).isEqualTo(ROWS - 1);
  }

  @Test
  void refusesRowsThatTheSetHasNot() {
    assertThatThrownBy(() -> HeldOutRows.of(ROWS, new long[] {ROWS}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row: expected 0 to 299, found 300");
    assertThatThrownBy(() -> HeldOutRows.none(ROWS).contains(-1)).hasMessageContaining("found -1");
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RowHashesTest {
  @Property
  void countsCopiesAndCommonRows(
      @ForAll @Size(max = 40) List<@LongRange(min = -20, max = 20) Long> some,
      @ForAll @Size(max = 40) List<@LongRange(min = -20, max = 20) Long> others) {
    RowHashes hashes = hashes(some);
    Set<Long> distinct = new HashSet<>(some);

    assertThat(hashes.count()).isEqualTo(some.size());
    assertThat(hashes.duplicates()).isEqualTo(some.size() - distinct.size());
    assertThat(hashes.countIn(hashes(others)))
        .isEqualTo(some.stream().filter(others::contains).count());
  }

  @Property
  void comesBackFromItsBytes(@ForAll @Size(max = 40) List<Long> some) {
    byte[] bytes = hashes(some).bytes();

    assertThat(bytes).hasSize(8 * some.size());
    assertThat(RowHashes.of(bytes).bytes()).isEqualTo(bytes);
  }

  private static RowHashes hashes(List<Long> values) {
    return new RowHashes(values.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void refusesOtherBytes() {
    byte[] bytes = new RowHashes(new long[] {1, 2, 3}).bytes();
    bytes[0] = 1;

    assertThatThrownBy(() -> RowHashes.of(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected hashes in ascending order, found 0100000000000001 before 0000000000000002");
    assertThatThrownBy(() -> RowHashes.of(Arrays.copyOf(bytes, 9)))
        .hasMessage("expected a multiple of 8 bytes, found 9");
  }
}

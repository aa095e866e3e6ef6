package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DealTest {
  @Property(tries = 200)
  void dealsEveryRowOnceAndEvenly(
      @ForAll @IntRange(min = 1, max = 2_000) int rows,
      @ForAll @IntRange(max = 900) int heldOut,
      @ForAll @IntRange(min = 1, max = 40) int shards,
      @ForAll long seed) {
    Assume.that(rows - heldOut >= shards);
    Deal deal = new Deal(rows, heldOut, shards, seed);
    long[] sizes = new long[deal.partitions()];
    for (int row = 0; row < rows; row++) {
      sizes[deal.partition(deal.position(row))]++;
    }
    for (int partition = 0; partition < sizes.length; partition++) {
      assertThat(sizes[partition]).isEqualTo(deal.partitionRows(partition));
    }
    assertThat(sizes[0] - sizes[shards - 1]).isBetween(0L, 1L);
    assertThat(LongStream.of(sizes).skip(shards).sum()).isEqualTo(heldOut);
  }

  @Test
  void holdsOutTheWholeRowsOfAFraction() {
    assertThat(Deal.heldOut(0.1, 60_005)).isEqualTo(6_000);
    assertThat(Deal.heldOut(0.29, 100)).isEqualTo(29);
    assertThat(new Deal(60_005, 6_000, 8, 1).trained()).isEqualTo(54_005);
  }

  @Test
  void refusesMoreReplicasThanRows() {
    assertThatThrownBy(() -> new Deal(10, 3, 8, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "replicas: expected at least one training row each, found 10 rows, 3 of them held out, for 8 replicas");
  }
}

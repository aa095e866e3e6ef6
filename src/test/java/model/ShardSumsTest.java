package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Partitions of dealt rows that are made anew. */
class ShardSumsTest {
  private static final int ROWS = 30;

  private static Iterator<ImageBlock> blocks(int rows, long seed) {
    return ImageBlock.pack(Rows.sortedByLabel(rows, seed).iterator());
  }

  private static ShardSums known() {
    ShardSums sums = new ShardSums();
    sums.know(List.of(ShardSums.of(blocks(ROWS, 1))));
    return sums;
  }

  @Test
  void givesTheSameBlocksAgain() {
    List<Integer> rows = new ArrayList<>();
    known().verified(0, blocks(ROWS, 1)).forEachRemaining(block -> rows.add(block.rows()));
    assertThat(rows.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
  }

  @Test
  void refusesOtherRowsAndFewerAndNone() {
    for (Iterator<ImageBlock> others :
        List.of(blocks(ROWS, 2), blocks(ROWS - 1, 1), Collections.<ImageBlock>emptyIterator())) {
      assertThatThrownBy(() -> known().verified(0, others).forEachRemaining(block -> {}))
          .isInstanceOf(ChangedRowsException.class)
          .hasMessageContaining("expected 30 rows of CRC-32C");
    }
  }
}

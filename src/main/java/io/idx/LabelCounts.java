package io.idx;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How often each label is in a set.
 *
 * @param byLabel {@code [10]}
 */
public record LabelCounts(List<Long> byLabel) {
  public LabelCounts {
    byLabel = List.copyOf(byLabel);
  }

  /**
   * Reads every label.
   *
   * @throws IdxException if they are damaged
   */
  public static LabelCounts of(LabelledRows set) throws IOException {
    long[] counts = new long[LabelledRows.CLASSES];
    set.labels(label -> counts[label]++);
    return new LabelCounts(Arrays.stream(counts).boxed().toList());
  }

  /** The rows that have a label, 0 to 9. */
  public long with(int label) {
    return byLabel.get(label);
  }

  /** All rows. */
  public long sum() {
    return byLabel.stream().mapToLong(Long::longValue).sum();
  }
}

package io.idx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Rows spread evenly over a set, in its order: of n among N the first, the N/n-th, the 2N/n-th and
 * so on, rounded down. The same set and numbers give the same rows.
 *
 * @param among how many rows the sample was taken from
 */
public record RowSample(List<SampledRow> rows, long among) {
  public RowSample {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a sample: all labels, and the images of its rows.
   *
   * @param counts of the same set
   * @param most how many rows, from 1; all if there are fewer
   * @param label rows that have it, or any
   * @return without rows if none has the label
   * @throws IdxException if the set is damaged
   */
  public static RowSample of(LabelledRows set, LabelCounts counts, int most, OptionalInt label)
      throws IOException {
    long among = label.isPresent() ? counts.with(label.getAsInt()) : counts.sum();
    Choice choice = new Choice(label, among, Math.min(most, among));
    set.labels(choice::see);
    List<byte[]> images = set.images(choice.rows);
    List<SampledRow> rows = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      rows.add(
          new SampledRow(
              choice.rows.get(i), choice.labels.get(i), set.height(), set.width(), images.get(i)));
    }
    return new RowSample(rows, among);
  }

  /** Sees each row's label, and keeps those of the sample. */
  private static final class Choice {
    private final OptionalInt wanted;
    private final long among;
    private final long many;
    private final List<Long> rows = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private long row;
    private long matching;

    Choice(OptionalInt wanted, long among, long many) {
      this.wanted = wanted;
      this.among = among;
      this.many = many;
    }

    void see(int label) {
      if (wanted.isEmpty() || wanted.getAsInt() == label) {
        if (rows.size() < many && matching == rows.size() * among / many) {
          rows.add(row);
          labels.add(label);
        }
        matching++;
      }
      row++;
    }
  }
}

package model;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * Which rows of a data set are held out, and where the others stand among themselves: one bit a
 * row, so that every task can have it.
 *
 * <p>Immutable.
 */
public final class HeldOutRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_OF_A_WORD = Long.SIZE;

  private final long rows;
  private final long[] words;

  /** How many are held out before the first row of each word, and at the end. */
  private final long[] before;

  private HeldOutRows(long rows, long[] words) {
    this.rows = rows;
    this.words = words;
    this.before = new long[words.length + 1];
    for (int word = 0; word < words.length; word++) {
      before[word + 1] = before[word] + Long.bitCount(words[word]);
    }
  }

  /** No row is. */
  public static HeldOutRows none(long rows) {
    return of(rows, new long[0]);
  }

  /**
   * These rows are.
   *
   * @param rows of the data set, 0 or more
   * @param indices of the rows held out, each 0 to {@code rows} - 1, in any order
   */
  public static HeldOutRows of(long rows, long[] indices) {
    long[] words = new long[Math.toIntExact((rows + ROWS_OF_A_WORD - 1) / ROWS_OF_A_WORD)];
    for (long index : indices) {
      words[word(checked(index, rows))] |= 1L << index;
    }
    return new HeldOutRows(rows, words);
  }

  private static long checked(long index, long rows) {
    if (index < 0 || index >= rows) {
      throw new IllegalArgumentException(
          "row: expected 0 to %d, found %d".formatted(rows - 1, index));
    }
    return index;
  }

  private static int word(long index) {
    return (int) (index / ROWS_OF_A_WORD);
  }

  public boolean contains(long index) {
    return (words[word(checked(index, rows))] & 1L << index) != 0;
  }

  /** How many rows are held out. */
  public long count() {
    return before[words.length];
  }

  /** How many are not. */
  public long others() {
    return rows - count();
  }

  /** Those of all rows that are not held out, each with its {@link #place} for its index. */
  public JavaRDD<LabelledImage> othersOf(JavaRDD<LabelledImage> all) {
    return all.filter(row -> !contains(row.index())).map(row -> row.at(place(row.index())));
  }

  /** Those of all rows that are held out, packed as they come. */
  public JavaRDD<ImageBlock> of(JavaRDD<LabelledImage> all) {
    return all.filter(row -> contains(row.index())).mapPartitions(ImageBlock::pack, true);
  }

  /** How many rows before this one are not held out. */
  public long place(long index) {
    int word = word(checked(index, rows));
    long lower = words[word] & (1L << index) - 1;
    return index - before[word] - Long.bitCount(lower);
  }
}

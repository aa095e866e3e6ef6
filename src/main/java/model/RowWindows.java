package model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The rows of a partition one after another, of which at most {@value #ROWS} are held at once, a
 * window, however many there are: what does not fit into Spark's storage memory is read from disk
 * as it is needed, and never all together.
 *
 * <p>A shuffle stays within the window. Rows come to a shard in random order, so each window is a
 * fair sample of the set; which rows share one is the same in every epoch.
 */
final class RowWindows implements Iterator<Minibatch.Row> {
  /** 103 MB; no fewer than the largest minibatch has. */
  static final int ROWS = 1 << 17;

  private final Iterator<ImageBlock> blocks;
  private final int blocksInWindow;
  private final Consumer<int[]> ordering;
  private final List<ImageBlock> window = new ArrayList<>();
  private int[] places = {};
  private int next;

  RowWindows(Iterator<ImageBlock> blocks, int rowsInWindow, Consumer<int[]> ordering) {
    this.blocks = blocks;
    this.blocksInWindow = rowsInWindow / ImageBlock.ROWS;
    this.ordering = ordering;
  }

  /**
   * Each window in an order drawn from {@code random} (Fisher and Yates).
   *
   * @param blocks full but for the last
   */
  static RowWindows shuffled(Iterator<ImageBlock> blocks, SplittableRandom random) {
    return new RowWindows(blocks, ROWS, places -> shuffle(places, random));
  }

  /**
   * Rows as they come.
   *
   * @param blocks full but for the last
   */
  static RowWindows inOrder(Iterator<ImageBlock> blocks) {
    return new RowWindows(blocks, ROWS, places -> {});
  }

  static void shuffle(int[] places, SplittableRandom random) {
    for (int last = places.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int swapped = places[last];
      places[last] = places[other];
      places[other] = swapped;
    }
  }

  @Override
  public boolean hasNext() {
    if (next == places.length && blocks.hasNext()) {
      open();
    }
    return next < places.length;
  }

  /** How many rows the window has that the next row is of; 0 if there is none. */
  int windowRows() {
    return hasNext() ? places.length : 0;
  }

  @Override
  public Minibatch.Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int place = places[next++];
    return new Minibatch.Row(window.get(place / ImageBlock.ROWS), place % ImageBlock.ROWS);
  }

  private void open() {
    window.clear(); // before the next one is read: never two of them
    int rows = 0;
    while (window.size() < blocksInWindow && blocks.hasNext()) {
      ImageBlock block = blocks.next();
      window.add(block);
      rows += block.rows();
    }
    places = new int[rows];
    for (int place = 0; place < rows; place++) {
      places[place] = place; // block × ROWS + row, for all blocks but the last are full
    }
    ordering.accept(places);
    next = 0;
  }
}

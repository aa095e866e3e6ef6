package model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One shard's rows in one epoch, as DL4J's {@link DataSet}s: features {@code [batch, 1, 28, 28]} in
 * 0..1, labels {@code [batch, 10]} one-hot. Every row comes exactly once; the last minibatch is
 * smaller when the batch size does not divide the rows.
 *
 * <p>All minibatches of one size share their arrays, so one is valid until {@link #next} is called
 * again; native memory does not grow with the number of minibatches and is given back with the
 * last.
 */
final class Minibatches implements Iterator<DataSet>, AutoCloseable {
  private final List<ImageBlock> blocks;
  private final int[] order;
  private final int batchSize;
  private final float[] features;
  private final float[] labels;
  private DataSet current;
  private int next;

  private Minibatches(List<ImageBlock> blocks, int[] order, int batchSize) {
    this.blocks = blocks;
    this.order = order;
    this.batchSize = batchSize;
    this.features = new float[batchSize * ImageBlock.PIXELS];
    this.labels = new float[batchSize * Architecture.CLASSES];
  }

  /** Rows in an order drawn from {@code random} (Fisher and Yates). */
  static Minibatches shuffled(Iterator<ImageBlock> shard, int batchSize, SplittableRandom random) {
    Minibatches minibatches = inOrder(shard, batchSize);
    int[] order = minibatches.order;
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
    return minibatches;
  }

  /** Rows in the order of the blocks. */
  static Minibatches inOrder(Iterator<ImageBlock> rows, int batchSize) {
    List<ImageBlock> blocks = new ArrayList<>();
    rows.forEachRemaining(blocks::add);
    int count = blocks.stream().mapToInt(ImageBlock::rows).sum();
    int[] order = new int[count];
    for (int block = 0, at = 0; block < blocks.size(); block++) {
      for (int row = 0; row < blocks.get(block).rows(); row++) {
        order[at++] = block * ImageBlock.ROWS + row;
      }
    }
    return new Minibatches(blocks, order, Math.min(batchSize, Math.max(count, 1)));
  }

  @Override
  public boolean hasNext() {
    if (next < order.length) {
      return true;
    }
    close();
    return false;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int rows = Math.min(batchSize, order.length - next);
    fill(rows);
    next += rows;
    if (current == null || current.numExamples() != rows) {
      close();
      current = allocate(rows);
    }
    Floats.copy(features, rows * ImageBlock.PIXELS, current.getFeatures());
    Floats.copy(labels, rows * Architecture.CLASSES, current.getLabels());
    return current;
  }

  private void fill(int rows) {
    Arrays.fill(labels, 0f);
    for (int row = 0; row < rows; row++) {
      int place = order[next + row];
      ImageBlock block = blocks.get(place / ImageBlock.ROWS);
      block.copyScaled(place % ImageBlock.ROWS, features, row * ImageBlock.PIXELS);
      labels[row * Architecture.CLASSES + block.label(place % ImageBlock.ROWS)] = 1f;
    }
  }

  private static DataSet allocate(int rows) {
    INDArray images = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, 1, 28, 28}, 'c');
    INDArray classes =
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, Architecture.CLASSES}, 'c');
    return new DataSet(images, classes);
  }

  /** Gives the shared arrays back; again does nothing. */
  @Override
  public void close() {
    if (current != null) {
      current.getFeatures().close();
      current.getLabels().close();
      current = null;
    }
  }
}

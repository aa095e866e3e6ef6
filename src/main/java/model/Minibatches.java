package model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One shard's rows in one epoch, as {@link Minibatch}es. Every row comes exactly once; the last
 * minibatch is smaller when the batch size does not divide the rows.
 *
 * <p>All minibatches of one size share their native arrays, so one is valid until {@link #next} is
 * called again; native memory does not grow with the number of minibatches and is given back with
 * the last.
 */
final class Minibatches implements Iterator<DataSet>, AutoCloseable {
  private final List<ImageBlock> blocks;
  private final int[] order;
  private final int batchSize;
  private DataSet current;
  private int next;

  private Minibatches(List<ImageBlock> blocks, int[] order, int batchSize) {
    this.blocks = blocks;
    this.order = order;
    this.batchSize = batchSize;
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
    Minibatch minibatch = new Minibatch(this, next, Math.min(batchSize, order.length - next));
    next += minibatch.numExamples();
    return minibatch;
  }

  ImageBlock block(int row) {
    return blocks.get(order[row] / ImageBlock.ROWS);
  }

  int rowInBlock(int row) {
    return order[row] % ImageBlock.ROWS;
  }

  /** The shared arrays, filled with a minibatch. */
  DataSet arrays(Minibatch minibatch) {
    int rows = minibatch.numExamples();
    float[] features = new float[rows * ImageBlock.PIXELS];
    float[] labels = new float[rows * Architecture.CLASSES];
    for (int row = 0; row < rows; row++) {
      minibatch.block(row).copyScaled(minibatch.rowInBlock(row), features, row * ImageBlock.PIXELS);
      labels[row * Architecture.CLASSES + minibatch.label(row)] = 1f;
    }
    if (current == null || current.numExamples() != rows) {
      close();
      current = allocate(rows);
    }
    Floats.copy(features, features.length, current.getFeatures());
    Floats.copy(labels, labels.length, current.getLabels());
    return current;
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

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
  private final RowWindows rows;
  private final int batchSize;
  private DataSet current;

  Minibatches(RowWindows rows, int batchSize) {
    this.rows = rows;
    this.batchSize = batchSize;
  }

  /** Rows in an order drawn from {@code random}, as {@link RowWindows#shuffled} has them. */
  static Minibatches shuffled(Iterator<ImageBlock> shard, int batchSize, SplittableRandom random) {
    return new Minibatches(RowWindows.shuffled(shard, random), batchSize);
  }

  /** Rows in the order of the blocks. */
  static Minibatches inOrder(Iterator<ImageBlock> rows, int batchSize) {
    return new Minibatches(RowWindows.inOrder(rows), batchSize);
  }

  @Override
  public boolean hasNext() {
    if (rows.hasNext()) {
      return true;
    }
    close();
    return false;
  }

  @Override
  public Minibatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Minibatch.Row> taken = new ArrayList<>(Math.min(batchSize, rows.windowRows()));
    while (taken.size() < batchSize && rows.hasNext()) {
      taken.add(rows.next());
    }
    return new Minibatch(taken, this::filled);
  }

  /** The shared arrays, with a minibatch in them. */
  private DataSet filled(Minibatch minibatch) {
    int count = minibatch.numExamples();
    float[] features = new float[count * ImageBlock.PIXELS];
    float[] labels = new float[count * Architecture.CLASSES];
    for (int i = 0; i < count; i++) {
      Minibatch.Row row = minibatch.row(i);
      row.block().copyScaled(row.place(), features, i * ImageBlock.PIXELS);
      labels[i * Architecture.CLASSES + row.label()] = 1f;
    }
    if (current == null || current.numExamples() != count) {
      close();
      current = allocate(count);
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

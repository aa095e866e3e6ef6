package model;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Rows of a shard as a DL4J {@link DataSet}: features {@code [batch, 1, 28, 28]} in 0..1, labels
 * {@code [batch, 10]} one-hot. These native arrays are filled when they are first asked for; who
 * can do with bytes reads the rows one by one.
 */
final class Minibatch extends DataSet {
  private static final long serialVersionUID = 1L;

  private final transient Minibatches shard;
  private final transient int from;
  private final transient int rows;

  /** The rows {@code from} to {@code from + rows - 1} of a shard in its order. */
  Minibatch(Minibatches shard, int from, int rows) {
    this.shard = shard;
    this.from = from;
    this.rows = rows;
  }

  @Override
  public int numExamples() {
    return rows;
  }

  /** The block that a row lies in. */
  ImageBlock block(int row) {
    return shard.block(from + row);
  }

  /** Its place in the block. */
  int rowInBlock(int row) {
    return shard.rowInBlock(from + row);
  }

  /** The class of a row, 0..255. */
  int label(int row) {
    return block(row).label(rowInBlock(row));
  }

  @Override
  public INDArray getFeatures() {
    fill();
    return super.getFeatures();
  }

  @Override
  public INDArray getLabels() {
    fill();
    return super.getLabels();
  }

  private void fill() {
    if (super.getFeatures() == null) {
      DataSet arrays = shard.arrays(this);
      setFeatures(arrays.getFeatures());
      setLabels(arrays.getLabels());
    }
  }
}

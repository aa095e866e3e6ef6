package model;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Rows of a shard as a DL4J {@link DataSet}: features {@code [batch, 1, 28, 28]} in 0..1, labels
 * {@code [batch, 10]} one-hot. These native arrays are filled when they are first asked for; who
 * can do with bytes takes the rows one by one.
 */
final class Minibatch extends DataSet {
  private static final long serialVersionUID = 1L;

  private final transient List<Row> rows;
  private final transient Function<Minibatch, DataSet> arrays;

  /**
   * Where a row is.
   *
   * @param place in the block, from 0
   */
  record Row(ImageBlock block, int place) {
    /** Its class, 0..255. */
    int label() {
      return block.label(place);
    }
  }

  /** Takes the list as it is; {@code arrays} gives native arrays that hold a minibatch's rows. */
  Minibatch(List<Row> rows, Function<Minibatch, DataSet> arrays) {
    this.rows = rows;
    this.arrays = arrays;
  }

  @Override
  public int numExamples() {
    return rows.size();
  }

  Row row(int index) {
    return rows.get(index);
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
      DataSet filled = arrays.apply(this);
      setFeatures(filled.getFeatures());
      setLabels(filled.getLabels());
    }
  }
}

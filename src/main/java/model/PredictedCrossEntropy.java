package model;

import java.io.ByteArrayOutputStream;

/** Remembers, too, which class each row was taken for, in the order of the rows. */
final class PredictedCrossEntropy extends ScoredCrossEntropy {
  private static final long serialVersionUID = 1L;

  private final transient ByteArrayOutputStream labels = new ByteArrayOutputStream();
  private final transient ByteArrayOutputStream predicted = new ByteArrayOutputStream();

  @Override
  void count(SoftmaxRows counted) {
    super.count(counted);
    for (int row = 0; row < counted.count(); row++) {
      labels.write(counted.label(row));
      predicted.write(counted.predicted(row));
    }
  }

  /** The rows' classes, one byte each. */
  byte[] labels() {
    return labels.toByteArray();
  }

  /** The classes that the rows were taken for, one byte each. */
  byte[] predicted() {
    return predicted.toByteArray();
  }
}

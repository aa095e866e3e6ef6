package model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The output layer's sums {@code z} of a minibatch, {@code [batch, classes]}, and its labels,
 * one-hot. Computed in double with {@code StrictMath}, so the same on every machine.
 */
final class SoftmaxRows {
  private final float[] sums;
  private final float[] truth;
  private final int classes;

  private SoftmaxRows(float[] sums, float[] truth, int classes) {
    this.sums = sums;
    this.truth = truth;
    this.classes = classes;
  }

  /** As DL4J hands them to a loss function; anything but softmax without a mask is refused. */
  static SoftmaxRows of(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    if (!(activation instanceof ActivationSoftmax) || mask != null) {
      throw new IllegalArgumentException(
          "expected softmax without a mask, found %s with mask %s".formatted(activation, mask));
    }
    return new SoftmaxRows(
        Floats.of(preOutput.ordering() == 'c' ? preOutput : preOutput.dup('c')),
        Floats.of(labels),
        (int) preOutput.size(1));
  }

  int count() {
    return sums.length / classes;
  }

  int label(int row) {
    return largest(truth, row);
  }

  /** The class of the largest sum; of equals the first. */
  int predicted(int row) {
    return largest(sums, row);
  }

  private int largest(float[] values, int row) {
    int largest = 0;
    for (int i = 1; i < classes; i++) {
      if (values[row * classes + i] > values[row * classes + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /** {@code logsumexp(z) - z[label]}, in nats. */
  double loss(int row) {
    double shift = sums[row * classes + predicted(row)];
    return shift + StrictMath.log(total(row, shift)) - sums[row * classes + label(row)];
  }

  private double total(int row, double shift) {
    double total = 0;
    for (int i = 0; i < classes; i++) {
      total += StrictMath.exp(sums[row * classes + i] - shift);
    }
    return total;
  }

  /**
   * {@code softmax(z) - labels}, {@code [batch, classes]}: the gradient of each row's loss with
   * respect to z.
   */
  float[] gradient() {
    float[] gradient = new float[sums.length];
    for (int row = 0; row < count(); row++) {
      double shift = sums[row * classes + predicted(row)];
      double total = total(row, shift);
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        gradient[i] = (float) (StrictMath.exp(sums[i] - shift) / total) - truth[i];
      }
    }
    return gradient;
  }
}

package model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The output layer's sums {@code z} of a minibatch, {@code [batch, classes]}, and its labels.
 * Computed in double with {@code StrictMath}, so the same on every machine.
 */
final class SoftmaxRows {
  private final float[] sums;
  private final int[] labels;
  private final int classes;
  private final int[] predicted;
  private final double[] losses;
  private final float[] gradient;

  /**
   * Computes everything that is asked below.
   *
   * @param sums {@code [labels.length, classes]}, not copied; what follows is left alone
   * @param labels of the rows, each 0 to {@code classes} - 1, not copied
   */
  SoftmaxRows(float[] sums, int[] labels, int classes) {
    this.sums = sums;
    this.labels = labels;
    this.classes = classes;
    this.predicted = new int[labels.length];
    this.losses = new double[labels.length];
    this.gradient = new float[labels.length * classes];
    double[] exponentials = new double[classes];
    for (int row = 0; row < labels.length; row++) {
      compute(row, exponentials);
    }
  }

  private void compute(int row, double[] exponentials) {
    int from = row * classes;
    predicted[row] = largest(sums, from, classes);
    double shift = sums[from + predicted[row]];
    double total = 0;
    for (int i = 0; i < classes; i++) {
      exponentials[i] = StrictMath.exp(sums[from + i] - shift);
      total += exponentials[i];
    }
    losses[row] = shift + StrictMath.log(total) - sums[from + labels[row]];
    for (int i = 0; i < classes; i++) {
      gradient[from + i] = (float) (exponentials[i] / total) - (i == labels[row] ? 1 : 0);
    }
  }

  /** As DL4J hands them to a loss function; anything but softmax without a mask is refused. */
  static SoftmaxRows of(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    if (!(activation instanceof ActivationSoftmax) || mask != null) {
      throw new IllegalArgumentException(
          "expected softmax without a mask, found %s with mask %s".formatted(activation, mask));
    }
    int classes = (int) preOutput.size(1);
    float[] oneHot = Floats.of(labels);
    int[] truth = new int[oneHot.length / classes];
    for (int row = 0; row < truth.length; row++) {
      truth[row] = largest(oneHot, row * classes, classes);
    }
    return new SoftmaxRows(
        Floats.of(preOutput.ordering() == 'c' ? preOutput : preOutput.dup('c')), truth, classes);
  }

  /** The first of the largest. */
  private static int largest(float[] values, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  int count() {
    return labels.length;
  }

  int label(int row) {
    return labels[row];
  }

  /** The class of the largest sum; of equals the first. */
  int predicted(int row) {
    return predicted[row];
  }

  /** {@code softmax(z)} of a row, {@code [classes]}; computed again each time. */
  double[] probabilities(int row) {
    double[] probabilities = new double[classes];
    double shift = sums[row * classes + predicted[row]];
    double total = 0;
    for (int i = 0; i < classes; i++) {
      probabilities[i] = StrictMath.exp(sums[row * classes + i] - shift);
      total += probabilities[i];
    }
    for (int i = 0; i < classes; i++) {
      probabilities[i] /= total;
    }
    return probabilities;
  }

  /** The sum over rows, in their order, of {@code logsumexp(z) - z[label]}, in nats. */
  double loss() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /**
   * {@code softmax(z) - labels}, {@code [batch, classes]}: the gradient of each row's loss with
   * respect to z.
   */
  float[] gradient() {
    return gradient;
  }
}

package model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts the loss and the hits of every minibatch that is trained, when its gradient is taken. So
 * the training loss and accuracy of an epoch cost no pass of their own.
 */
final class CountedCrossEntropy extends CountingCrossEntropy {
  private static final long serialVersionUID = 1L;

  private long rows;
  private long correct;
  private double lossSum;
  private double minibatchLoss;

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    SoftmaxRows minibatch = SoftmaxRows.of(labels, preOutput, activation, mask);
    count(minibatch);
    minibatchLoss = minibatch.loss();
    // A copy, so that it lies in the workspace that DL4J expects a gradient in.
    INDArray gradient = preOutput.dup('c');
    float[] values = minibatch.gradient();
    Floats.copy(values, values.length, gradient);
    return gradient;
  }

  @Override
  void count(SoftmaxRows counted) {
    for (int row = 0; row < counted.count(); row++) {
      correct += counted.predicted(row) == counted.label(row) ? 1 : 0;
    }
    rows += counted.count();
    lossSum += counted.loss();
  }

  /** The loss of the minibatch whose gradient was taken last, for which DL4J asks right after. */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return average ? minibatchLoss / labels.size(0) : minibatchLoss;
  }

  long rows() {
    return rows;
  }

  long correct() {
    return correct;
  }

  /** Sum over rows, in the order they were trained, in nats. */
  double lossSum() {
    return lossSum;
  }
}

package model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts what it is asked the score of: DL4J calls {@link #computeScore} with the output layer's
 * sums before the softmax, from which the loss of a confidently wrong row is still exact.
 */
class ScoredCrossEntropy extends CountingCrossEntropy {
  private static final long serialVersionUID = 1L;

  private transient Confusion.Builder confusion = Confusion.builder(Architecture.CLASSES);
  private double lossSum;

  /** The sum over the minibatch's rows, in nats, or their mean. */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    SoftmaxRows rows = SoftmaxRows.of(labels, preOutput, activation, mask);
    count(rows);
    return average ? rows.loss() / rows.count() : rows.loss();
  }

  @Override
  void count(SoftmaxRows counted) {
    for (int row = 0; row < counted.count(); row++) {
      confusion.add(counted.label(row), counted.predicted(row));
    }
    lossSum += counted.loss();
  }

  /** Everything scored since the last call. */
  final Score take() {
    Score score = new Score(confusion.build(), lossSum);
    confusion = Confusion.builder(Architecture.CLASSES);
    lossSum = 0;
    return score;
  }
}

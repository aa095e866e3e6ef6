package model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Softmax cross-entropy that counts what it is asked the score of: DL4J calls {@link #computeScore}
 * with the output layer's sums before the softmax, from which the loss of a confidently wrong row
 * is still exact. For one thread; never part of a kept model.
 */
final class ScoredCrossEntropy extends LossMCXENT {
  private static final long serialVersionUID = 1L;

  private transient Confusion.Builder confusion = Confusion.builder(Architecture.CLASSES);
  private double lossSum;

  /** The sum over the minibatch's rows, in nats, or their mean. */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    SoftmaxRows rows = SoftmaxRows.of(labels, preOutput, activation, mask);
    double sum = 0;
    for (int row = 0; row < rows.count(); row++) {
      sum += rows.loss(row);
      confusion.add(rows.label(row), rows.predicted(row));
    }
    lossSum += sum;
    return average ? sum / rows.count() : sum;
  }

  /** Everything scored since the last call. */
  Score take() {
    Score score = new Score(confusion.build(), lossSum);
    confusion = Confusion.builder(Architecture.CLASSES);
    lossSum = 0;
    return score;
  }
}

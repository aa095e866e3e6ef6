package model;

import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Softmax cross-entropy that also keeps count of what it sees, from the very sums that the loss is
 * taken of. For one network on one thread; never part of a kept model.
 */
abstract class CountingCrossEntropy extends LossMCXENT {
  private static final long serialVersionUID = 1L;

  /** Counts rows, each once: a minibatch, or a part of one. */
  abstract void count(SoftmaxRows counted);
}

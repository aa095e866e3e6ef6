package model;

/**
 * Training met a loss or a parameter that is no finite number; nothing of that epoch is averaged or
 * kept.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(int epoch, int shard, int minibatch, double learningRate, double found) {
    super(
        ("Training diverged in epoch %d, shard %d, minibatch %d: expected a finite loss and parameters, found %s. "
                + "The learning rate was %s: try a smaller one (--learning-rate).")
            .formatted(epoch, shard, minibatch, found, learningRate));
  }
}

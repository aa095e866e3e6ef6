package model;

/**
 * Training met a loss, a parameter or a part of the updater's state that is no finite number;
 * nothing of that epoch is averaged or kept.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the words of another, which was met in another process. */
  DivergedException(String message) {
    super(message);
  }

  /** Of the mean of an epoch's replicas, each of which was finite. */
  public static DivergedException ofMean(int epoch, String found, double learningRate) {
    return new DivergedException(message("epoch " + epoch, found, learningRate));
  }

  /**
   * Says where.
   *
   * @param when in words: {@code minibatch 3}, from 1, or {@code at or before minibatch 3}
   * @param found what it was, and its value
   */
  DivergedException(int epoch, int shard, String when, double learningRate, String found) {
    super(message("epoch %d, shard %d, %s".formatted(epoch, shard, when), found, learningRate));
  }

  private static String message(String where, String found, double learningRate) {
    return "Training diverged in %s: expected finite numbers, found %s. The learning rate was %s: try a smaller one (--learning-rate)."
        .formatted(where, found, learningRate);
  }
}

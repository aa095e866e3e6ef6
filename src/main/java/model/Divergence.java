package model;

/**
 * A replica met a loss, a parameter or a part of the updater's state that is no finite number. A
 * result and not a failure of its task: the same minibatches would lead there again, and Spark
 * would train them four times.
 *
 * <p>A class, not a record, because Kryo cannot read records.
 */
final class Divergence implements ReplicaEnd {
  private static final long serialVersionUID = 1L;

  private final String message;

  Divergence(DivergedException met) {
    this.message = met.getMessage();
  }

  @Override
  public ReplicaResult result() {
    throw new DivergedException(message);
  }
}

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

  private final int epoch;
  private final int shard;
  private final int minibatch;
  private final double learningRate;
  private final String found;

  Divergence(DivergedException met) {
    this.epoch = met.epoch();
    this.shard = met.shard();
    this.minibatch = met.minibatch();
    this.learningRate = met.learningRate();
    this.found = met.found();
  }

  @Override
  public ReplicaResult result() {
    throw new DivergedException(epoch, shard, minibatch, learningRate, found);
  }
}

package model;

import java.io.Serializable;

/**
 * Is told, where a replica is trained, how far it is. Each replica has a copy of its own, which one
 * thread calls; what it throws fails the replica.
 */
public interface ReplicaProgress extends Serializable {
  /** Tells nobody. */
  ReplicaProgress UNTOLD =
      new ReplicaProgress() {
        private static final long serialVersionUID = 1L;

        @Override
        public void trained(int shard, long rows, double lossSum) {}

        @Override
        public void done(int shard, long rows, double lossSum) {}
      };

  /**
   * A minibatch has been trained.
   *
   * @param shard from 0
   * @param rows that the replica has trained in this epoch
   * @param lossSum over these rows, each taken before the step of its minibatch, in nats
   */
  void trained(int shard, long rows, double lossSum);

  /** The last minibatch has been trained; all else as in {@link #trained}, which was told of it. */
  void done(int shard, long rows, double lossSum);
}

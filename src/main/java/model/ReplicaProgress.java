package model;

import java.io.Serializable;

/**
 * Is told, where a replica is trained, how far it is. Each replica has a copy of its own, which one
 * thread calls; what it throws fails the replica.
 */
@FunctionalInterface
public interface ReplicaProgress extends Serializable {
  /** Tells nobody. */
  ReplicaProgress UNTOLD = (shard, rows, lossSum) -> {};

  /**
   * A minibatch has been trained.
   *
   * @param shard from 0
   * @param rows that the replica has trained in this epoch
   * @param lossSum over these rows, each taken before the step of its minibatch, in nats
   */
  void trained(int shard, long rows, double lossSum);
}

package model;

import java.io.Serializable;

/** How a replica's epoch ended: with a {@link ReplicaResult}, or in a {@link Divergence}. */
sealed interface ReplicaEnd extends Serializable permits ReplicaResult, Divergence {
  /**
   * What it trained.
   *
   * @throws DivergedException if it met what is no finite number
   */
  ReplicaResult result();
}

package model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far the replicas of an epoch lie from their average. That is known when the last has come, so
 * parameters are held until then: of as many replicas as {@value #MOST_FLOATS} floats hold (64 MB,
 * 271 of {@code lenet5}), the first by their shards. A driver of thousands would have no memory for
 * all.
 */
final class ReplicaDistances {
  static final int MOST_FLOATS = 1 << 24;

  private final List<float[]> held = new ArrayList<>();

  /**
   * The next replica, in the order of the shards.
   *
   * @param parameters not copied
   */
  void add(float[] parameters) {
    boolean first = held.isEmpty();
    if (first || (held.size() + 1L) * parameters.length <= MOST_FLOATS) {
      held.add(parameters);
    }
  }

  /**
   * Euclidean distance of a replica's parameters from the average's; empty if they were not held.
   *
   * @param replica from 0, in the order they were added
   * @param mean {@code [parameters]}
   */
  OptionalDouble from(float[] mean, int replica) {
    if (replica >= held.size()) {
      return OptionalDouble.empty();
    }
    float[] parameters = held.get(replica);
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      double difference = (double) parameters[i] - mean[i];
      squares += difference * difference;
    }
    return OptionalDouble.of(Math.sqrt(squares));
  }
}

package model;

/**
 * Where the time of one epoch went, in seconds, as the driver saw it; together they are the epoch.
 *
 * @param broadcast until the state that all replicas start from was handed to Spark
 * @param launch from then until the first replica began with its first minibatch: the job
 *     submitted, a task launched, its network built
 * @param replicas from then until the last replica's result had come, less what the driver added up
 *     meanwhile
 * @param average adding up the replicas' states as they came, and putting the mean into the network
 */
public record EpochTimes(double broadcast, double launch, double replicas, double average) {
  public EpochTimes {
    if (!(broadcast >= 0 && launch >= 0 && replicas >= 0 && average >= 0)) {
      throw new IllegalArgumentException(
          "times: expected seconds of 0 or more, found %s, %s, %s and %s"
              .formatted(broadcast, launch, replicas, average));
    }
  }
}

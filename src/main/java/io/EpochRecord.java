package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * {@code epoch.json}: one epoch of a run, and the vouching for its {@code model.zip}.
 *
 * @param epoch from 1
 * @param examples rows trained, each once
 * @param trainingLoss mean over the epoch's rows, each before the step of its minibatch, in nats
 * @param trainingAccuracy share of rows that were right before the step of their minibatch, 0..1
 * @param validationAccuracy of the averaged network on the rows held out, 0..1; null if none are
 * @param validationLoss mean over the rows held out, in nats; null if there are none
 * @param seconds wall time of the epoch, from the first minibatch to the averaged network
 * @param imagesPerSecond {@code examples / seconds}
 * @param replicas in the order of their shards
 * @param parametersSha256 of the float32 parameters, in DL4J's order, big-endian
 * @param modelSha256 of {@code model.zip}
 * @param modelBytes the size of {@code model.zip}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochRecord(
    int epoch,
    long examples,
    double trainingLoss,
    double trainingAccuracy,
    Double validationAccuracy,
    Double validationLoss,
    double seconds,
    double imagesPerSecond,
    List<ReplicaRecord> replicas,
    String parametersSha256,
    String modelSha256,
    long modelBytes) {

  /** One replica's part of an epoch. */
  public record ReplicaRecord(int shard, long rows, int minibatches, double loss, double seconds) {}

  public EpochRecord {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: expected 1 or more, found " + epoch);
    }
    replicas = List.copyOf(replicas);
  }
}

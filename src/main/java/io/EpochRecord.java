package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code epoch.json}: one epoch of a run, and the vouching for its {@code model.zip}.
 *
 * <p>Every figure is finite: an epoch that diverged is not kept.
 *
 * @param epoch 1 to 99,999
 * @param examples rows trained, each once; at least 1
 * @param trainingLoss mean over the epoch's rows, each before the step of its minibatch, in nats
 * @param trainingAccuracy share of rows that were right before the step of their minibatch, 0..1
 * @param validationAccuracy of the averaged network on the rows held out, 0..1; null, and absent in
 *     the file, if none are
 * @param validationLoss mean over the rows held out, in nats; null, and absent, if there are none
 * @param seconds wall time of the epoch, from handing the state to Spark to the averaged network
 * @param imagesPerSecond {@code examples / seconds}
 * @param replicas in the order of their shards; their rows add up to {@code examples}
 * @param parametersSha256 of the float32 parameters, in DL4J's order, big-endian
 * @param runSha256 {@link RunRecord#sha256} of the run that trained it
 * @param modelSha256 of {@code model.zip}
 * @param modelBytes the size of {@code model.zip}, at least 1
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
    String runSha256,
    String modelSha256,
    long modelBytes) {
  /** As many as an epoch's folder has digits for. */
  public static final int MOST_EPOCHS = 99_999;

  /** As many as a training may have. */
  public static final int MOST_REPLICAS = 100_000;

  /**
   * One replica's part of an epoch.
   *
   * @param shard from 0
   * @param rows trained, at least 1
   * @param minibatches trained, at least 1
   * @param loss mean over its rows, in nats
   * @param seconds of training
   * @param host that trained it, as Spark names it; null, and absent in the file, if an older
   *     version kept the epoch
   * @param distance Euclidean, of its parameters from the average's; null, and absent, in epochs of
   *     an older version and for the last of thousands of replicas
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplicaRecord(
      int shard,
      long rows,
      int minibatches,
      double loss,
      double seconds,
      String host,
      Double distance) {
    /** As long as a name of the Internet may be. */
    private static final Pattern HOST = Pattern.compile(".{0,253}");

    public ReplicaRecord {
      Checks.atLeast("shard", shard, 0);
      Checks.atLeast("rows", rows, 1);
      Checks.atLeast("minibatches", minibatches, 1);
      RunChecks.notNegative("loss", loss);
      RunChecks.notNegative("seconds", seconds);
      if (host != null) {
        Checks.matches("host", host, HOST, "at most 253 characters");
      }
      if (distance != null) {
        RunChecks.notNegative("distance", distance);
      }
    }
  }

  public EpochRecord {
    RunChecks.epochs("epoch", epoch);
    Checks.atLeast("examples", examples, 1);
    RunChecks.notNegative("trainingLoss", trainingLoss);
    Checks.share("trainingAccuracy", trainingAccuracy);
    if (validationAccuracy != null) {
      Checks.share("validationAccuracy", validationAccuracy);
    }
    if (validationLoss != null) {
      RunChecks.notNegative("validationLoss", validationLoss);
    }
    RunChecks.notNegative("seconds", seconds);
    RunChecks.notNegative("imagesPerSecond", imagesPerSecond);
    RunChecks.present("replicas", replicas);
    replicas.forEach(replica -> RunChecks.present("replica", replica));
    replicas = List.copyOf(replicas);
    Checks.same(
        "rows of all replicas",
        replicas.stream().mapToLong(ReplicaRecord::rows).reduce(0, Math::addExact),
        examples);
    RunChecks.sha256("parametersSha256", parametersSha256);
    RunChecks.sha256("runSha256", runSha256);
    RunChecks.sha256("modelSha256", modelSha256);
    Checks.atLeast("modelBytes", modelBytes, 1);
  }
}

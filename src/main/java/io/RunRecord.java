package io;

import java.time.Instant;
import java.util.Objects;

/**
 * {@code run.json}: what a run was asked to do, with which data and software, and how far it came.
 *
 * @param runId letters, digits, '.', '_' and '-', not beginning with a dot
 * @param state {@link State#RUNNING} until the last epoch is kept
 * @param startedAt when the run was first started, ISO 8601, UTC
 * @param options all that shapes the result
 * @param data the training rows
 * @param software what trained it
 */
public record RunRecord(
    String runId, State state, String startedAt, Options options, Data data, Software software) {

  /** How far a run has come. */
  public enum State {
    /** Epochs are still to come, or the run was stopped before the last. */
    RUNNING,
    /** Every epoch that was asked for is kept. */
    COMPLETE,
    /** Training ended with an error before its last epoch; the epochs before it are whole. */
    FAILED
  }

  /**
   * The options that the parameters are a function of.
   *
   * @param replicas K, at least 1
   * @param initialisation of the parameters
   * @param kernels the arithmetic: which layers' code ran, in how many native threads
   */
  public record Options(
      String architecture,
      int replicas,
      int batchSize,
      int epochs,
      String updater,
      double learningRate,
      double momentum,
      String initialisation,
      long seed,
      double validationFraction,
      String kernels) {}

  /**
   * The training set as it was read.
   *
   * @param source as given on the command line
   * @param rows in the files
   * @param heldOutRows of them, not trained on
   * @param imagesSha256 of the uncompressed file
   * @param labelsSha256 of the uncompressed file
   */
  public record Data(
      String source,
      String images,
      String labels,
      long rows,
      long heldOutRows,
      String imagesSha256,
      String labelsSha256) {}

  /** Versions, as the driver found them. */
  public record Software(String lenetSpark, String spark, String deeplearning4j, String java) {}

  public RunRecord {
    if (!RunDirectory.isRunId(runId)) {
      throw new IllegalArgumentException(
          "runId: expected %s, found '%s'".formatted(RunDirectory.RUN_ID_RULE, runId));
    }
    Objects.requireNonNull(state, "state");
    Instant.parse(startedAt);
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(software, "software");
  }

  /** The same run, further on. */
  public RunRecord in(State newState) {
    return new RunRecord(runId, newState, startedAt, options, data, software);
  }
}

package io;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records of a run that agree with themselves. */
public final class SampleRuns {
  static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);

  private SampleRuns() {}

  /** A run of lenet5 that is to train that many epochs. */
  public static RunRecord run(String runId, int epochs) {
    return new RunRecord(
        runId,
        RunRecord.State.RUNNING,
        "2026-11-21T22:00:00Z",
        new RunRecord.Options(
            "lenet5", 2, 64, epochs, "adam", 1e-3, 0, "HE_UNIFORM", 1, 0.1, "dl4j"),
        new RunRecord.Data(
            "mnist", "mnist/i", "mnist/l", 60_000, 6_000, "a".repeat(64), "b".repeat(64)),
        new RunRecord.Software("0.1.0", 1, "3.5.7", "1.0.0-M2.1", "17.0.15", "oneDNN"),
        /* retraining= */ null);
  }

  /** An epoch of it that vouches for a model. */
  public static EpochRecord epoch(int epoch, byte[] model) {
    return epoch(epoch, model, "c".repeat(64));
  }

  /** As above, of a model with these parameters. */
  public static EpochRecord epoch(int epoch, byte[] model, String parametersSha256) {
    return new EpochRecord(
        epoch,
        54_000,
        0.25,
        0.9,
        null,
        null,
        2.5,
        21_600,
        List.of(new EpochRecord.ReplicaRecord(0, 54_000, 844, 0.25, 2.4, "worker-1", 0.75)),
        parametersSha256,
        run("any", 1).sha256(),
        Sha256.of(model),
        model.length);
  }
}

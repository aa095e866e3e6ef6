package io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RunRecordsTest {
  private static final String SHA = "a".repeat(64);

  private static void refuses(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static RunRecord.Options options(
      String architecture, int replicas, int batch, int epochs, double rate, double fraction) {
    return new RunRecord.Options(
        architecture, replicas, batch, epochs, "sgd", rate, 0, "XAVIER", 1, fraction, "dl4j");
  }

  @Test
  void refusesOptionsThatNoTrainingHas() {
    refuses(() -> options(null, 1, 1, 1, 1, 0), "architecture: expected a value, found none");
    refuses(() -> options(" ", 1, 1, 1, 1, 0), "architecture: expected a name, found ' '");
    refuses(() -> options("a", 0, 1, 1, 1, 0), "replicas: expected at least 1, found 0");
    refuses(() -> options("a", 1, -1, 1, 1, 0), "batchSize: expected at least 1, found -1");
    refuses(() -> options("a", 1, 1, 100_000, 1, 0), "epochs: expected 1 to 99999, found 100000");
    refuses(
        () -> options("a", 1, 1, 1, Double.NaN, 0),
        "learningRate: expected a finite number above 0, found NaN");
    refuses(() -> options("a", 1, 1, 1, 1, 1), "validationFraction: expected 0 to 0.9, found 1.0");
  }

  @Test
  void refusesDataThatCannotBe() {
    refuses(
        () -> new RunRecord.Data("s", "i", "l", 10, 10, SHA, SHA),
        "heldOutRows: expected 0 to 9, found 10");
    refuses(
        () -> new RunRecord.Data("s", "i", "l", 0, 0, SHA, SHA),
        "rows: expected at least 1, found 0");
    refuses(
        () -> new RunRecord.Data("s", "i", "l", 10, 0, SHA, "A"),
        "labelsSha256: expected 64 lower-case hex digits, found 'A'");
    refuses(
        () -> new RunRecord.Software("1", 1, "2", null, "4", "5"),
        "deeplearning4j: expected a value, found none");
  }

  @Test
  void refusesARunWithoutItsParts() {
    RunRecord run = SampleRuns.run("r", 1);
    refuses(() -> run.in(null), "state: expected a value, found none");
    refuses(
        () ->
            new RunRecord(
                "r", run.state(), "noon", run.options(), run.data(), run.software(), null),
        "startedAt: expected an instant such as 2026-11-21T22:00:00Z, found 'noon'");
    refuses(
        () ->
            new RunRecord(
                "r", run.state(), run.startedAt(), null, run.data(), run.software(), null),
        "options: expected a value, found none");
    refuses(
        () -> SampleRuns.run("..", 1),
        "runId: expected %s, found '..'".formatted(RunDirectory.RUN_ID_RULE));
  }

  private static EpochRecord epoch(
      long examples, double loss, Double validationLoss, double seconds, String sha, long bytes) {
    List<EpochRecord.ReplicaRecord> replicas =
        List.of(new EpochRecord.ReplicaRecord(0, 10, 1, 0.5, 1, null, null));
    return new EpochRecord(
        1, examples, loss, 1, null, validationLoss, seconds, 10, replicas, sha, SHA, sha, bytes);
  }

  @Test
  void refusesAnEpochWhoseFiguresCannotBe() {
    String finite = ": expected a finite number, 0 or more, found ";
    refuses(() -> epoch(10, Double.NaN, null, 1, SHA, 1), "trainingLoss" + finite + "NaN");
    refuses(() -> epoch(10, -1, null, 1, SHA, 1), "trainingLoss" + finite + "-1.0");
    refuses(
        () -> epoch(10, 1, Double.POSITIVE_INFINITY, 1, SHA, 1),
        "validationLoss" + finite + "Infinity");
    refuses(() -> epoch(10, 1, null, -1, SHA, 1), "seconds" + finite + "-1.0");
    refuses(() -> epoch(11, 1, null, 1, SHA, 1), "rows of all replicas: expected 11, found 10");
    refuses(() -> epoch(10, 1, null, 1, null, 1), "parametersSha256: expected a value, found none");
    refuses(() -> epoch(10, 1, null, 1, SHA, 0), "modelBytes: expected at least 1, found 0");
  }

  @Test
  void refusesReplicasThatAreNone() {
    List<EpochRecord.ReplicaRecord> replicas = new ArrayList<>();
    replicas.add(null);
    refuses(
        () -> new EpochRecord(1, 10, 1, 1, null, null, 1, 10, replicas, SHA, SHA, SHA, 1),
        "replica: expected a value, found none");
    refuses(
        () -> new EpochRecord.ReplicaRecord(0, 0, 1, 0.5, 1, null, null),
        "rows: expected at least 1, found 0");
    refuses(
        () -> new EpochRecord.ReplicaRecord(0, 1, 1, Double.NaN, 1, null, null),
        "loss: expected a finite number, 0 or more, found NaN");
    refuses(
        () -> new EpochRecord.ReplicaRecord(0, 1, 1, 0.5, 1, "h", -1.0),
        "distance: expected a finite number, 0 or more, found -1.0");
    refuses(
        () -> new EpochRecord.ReplicaRecord(0, 1, 1, 0.5, 1, "h".repeat(254), null),
        "host: expected at most 253 characters, found '%s'".formatted("h".repeat(254)));
  }
}

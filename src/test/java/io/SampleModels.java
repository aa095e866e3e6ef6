package io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Records of a model's nights that agree with themselves. */
public final class SampleModels {
  static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  static final byte[] ROWS = new byte[16];
  static final JudgementRecord JUDGEMENT =
      new JudgementRecord(List.of(List.of(3L, 0L), List.of(1L, 2L)), /* champion= */ null);

  private static final DecisionRecord.Gate GATE = new DecisionRecord.Gate(0.97, 0.002, 0.05, 0.02);

  private SampleModels() {}

  /** The version that a day's night makes. */
  public static String version(int day) {
    return "2026-11-%02d-0123abcd".formatted(day);
  }

  static DataRecord data() {
    return data(List.of());
  }

  private static DataRecord data(List<String> accepted) {
    return new DataRecord(
        "mnist",
        "a".repeat(64),
        "b".repeat(64),
        List.of(30L, 30L),
        List.of(3L, 3L),
        33,
        79,
        0,
        null,
        accepted);
  }

  static DecisionRecord decision(int day, Outcome outcome) {
    return decision(day, outcome, "2026-11-%02dT22:00:00Z".formatted(day));
  }

  private static DecisionRecord decision(int day, Outcome outcome, String decidedAt) {
    return new DecisionRecord(
        "mnist",
        "2026-11-%02d".formatted(day),
        outcome,
        outcome.isFinal() ? version(day) : null,
        outcome.isFinal() ? "mnist-" + version(day) : null,
        null,
        outcome == Outcome.PROMOTED ? version(day) : null,
        "for a test",
        "c".repeat(64),
        60,
        6,
        day == 21 ? null : 54L,
        outcome.isFinal()
            ? new DecisionRecord.Comparison(6, 5, 0.4, 0.9, day == 21 ? null : against(), GATE)
            : null,
        outcome.isFinal() ? 0.75 : null,
        new DecisionRecord.Seconds(1, 2, 3),
        decidedAt);
  }

  private static DecisionRecord.AgainstChampion against() {
    return new DecisionRecord.AgainstChampion(4, 2, 1, 0.3, 0.2, -0.1, 0.4);
  }

  /** Keeps the version that a day's night makes. */
  public static ModelVersion keep(ModelWriter writer, int day, Outcome outcome) throws Exception {
    return keep(writer, decision(day, outcome), run(day, /* initial= */ null), data());
  }

  /** As above, to be promoted; decided at another time. */
  public static ModelVersion keepOf(int day, String decidedAt, ModelWriter writer)
      throws Exception {
    DecisionRecord decision = decision(day, Outcome.PROMOTED, decidedAt);
    return keep(writer, decision, run(day, /* initial= */ null), data());
  }

  /** As above, kept back, of data that a person accepted. */
  public static ModelVersion keepAccepted(ModelWriter writer, int day) throws Exception {
    DecisionRecord decision = decision(day, Outcome.KEPT_BACK);
    return keep(writer, decision, run(day, /* initial= */ null), data(List.of("a fault")));
  }

  /** As above, kept back; its training began with another version. */
  public static ModelVersion keepBegunWith(ModelVersion initial, ModelWriter writer, int day)
      throws Exception {
    return keep(writer, decision(day, Outcome.KEPT_BACK), run(day, initial.model()), data());
  }

  private static ModelVersion keep(
      ModelWriter writer, DecisionRecord decision, RunRecord run, DataRecord data)
      throws Exception {
    String parameters = Sha256.of(decision.version().getBytes(StandardCharsets.US_ASCII));
    return writer.keep(
        new NewVersion(
            run,
            SampleRuns.epoch(1, MODEL, parameters),
            data,
            JUDGEMENT,
            Optional.empty(),
            decision),
        MODEL,
        ROWS);
  }

  private static RunRecord run(int day, ModelFile initial) {
    RunRecord run = SampleRuns.run("mnist-" + version(day), 1);
    return new RunRecord(
        run.runId(),
        run.state(),
        run.startedAt(),
        run.options(),
        run.data(),
        run.software(),
        new RunRecord.Retraining(0.1, initial));
  }
}

package io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Records of a model's nights that agree with themselves. */
final class SampleModels {
  static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  static final byte[] ROWS = new byte[16];
  static final JudgementRecord JUDGEMENT =
      new JudgementRecord(List.of(List.of(3L, 0L), List.of(1L, 2L)), /* champion= */ null);

  private static final DecisionRecord.Gate GATE = new DecisionRecord.Gate(0.97, 0.002, 0.05, 0.02);

  private SampleModels() {}

  /** The version that a day's night makes. */
  static String version(int day) {
    return "2026-11-%02d-0123abcd".formatted(day);
  }

  static DataRecord data() {
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
        List.of());
  }

  static DecisionRecord decision(int day, Outcome outcome) {
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
        "2026-11-%02dT22:00:00Z".formatted(day));
  }

  private static DecisionRecord.AgainstChampion against() {
    return new DecisionRecord.AgainstChampion(4, 2, 1, 0.3, 0.2, -0.1, 0.4);
  }

  /** Keeps the version that a day's night makes. */
  static ModelVersion keep(ModelWriter writer, int day, Outcome outcome) throws Exception {
    return keep(writer, day, decision(day, outcome), SampleRuns.run("mnist-" + version(day), 1));
  }

  /** Keeps a day's version with another decision, or of another run. */
  static ModelVersion keep(ModelWriter writer, int day, DecisionRecord decision, RunRecord run)
      throws Exception {
    return writer.keep(
        new NewVersion(
            run, SampleRuns.epoch(1, MODEL), data(), JUDGEMENT, Optional.empty(), decision),
        MODEL,
        ROWS);
  }
}

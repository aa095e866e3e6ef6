package io;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Evaluations that agree with themselves, told apart by a seed: three classes, 30 examples. */
final class SampleEvaluations {
  static final String TEST_SHA256 = "e".repeat(64);

  private SampleEvaluations() {}

  /**
   * One evaluation.
   *
   * @param seed 0 to 999; two seeds differ in every figure that varies from scoring to scoring
   */
  static Evaluation of(String runId, int epoch, int seed) {
    long hits = seed % 10;
    List<List<Long>> confusion =
        List.of(
            List.of(hits, 10 - hits, 0L),
            List.of(0L, hits, 10 - hits),
            List.of(10 - hits, 0L, hits));
    double share = hits / 10.0;
    return new Evaluation(
        runId,
        epoch,
        "lenet5",
        "t10k",
        30,
        3 * hits,
        share,
        share / 2,
        share + (1 - share) / 2,
        seed / 1000.0 + 1e-9 * epoch,
        IntStream.range(0, 3).mapToObj(i -> new ClassScore(i, 10, share, share, share)).toList(),
        confusion,
        parametersSha256(seed),
        TEST_SHA256,
        Instant.parse("2026-11-21T10:15:30.123456Z").plusSeconds(seed));
  }

  static String parametersSha256(int seed) {
    return "%064x".formatted(seed);
  }

  /** Epochs 1 to {@code epochs} of a run. */
  static List<Evaluation> run(String runId, int epochs, int seed) {
    return IntStream.rangeClosed(1, epochs).mapToObj(epoch -> of(runId, epoch, seed)).toList();
  }
}

package job.report;

import io.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import model.LayerMaps;
import model.WrongDigit;

/**
 * All that a report shows, found and counted.
 *
 * @param maps of the last epoch; without a test set its filters alone
 * @param test what the last epoch makes of the test set; empty without one
 * @param comparisons in the order they were asked for
 */
public record Report(
    ReportedRun run, LayerMaps maps, Optional<Test> test, List<Comparison> comparisons) {
  public Report {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * What a terminal is told of it: the last epoch, and a line for each comparison.
   *
   * @param others the runs that it is compared with, as they were named
   */
  public List<String> inWords(List<String> others) {
    List<String> lines = new ArrayList<>();
    if (run.isTested()) {
      Evaluation last = run.lastEvaluation();
      lines.add(
          "epoch %d: %s of %s digits of %s are right (%s to %s)"
              .formatted(
                  last.epoch(),
                  Words.percent(last.accuracy()),
                  Words.count(last.examples()),
                  last.dataset(),
                  Words.percent(last.accuracyLow()),
                  Words.percent(last.accuracyHigh())));
    }
    for (int i = 0; i < comparisons.size(); i++) {
      Comparison comparison = comparisons.get(i);
      String other =
          "beside epoch %d of %s: "
              .formatted(comparison.other().lastEpoch().epoch(), others.get(i));
      comparison
          .score()
          .map(score -> other + Comparisons.verdict(score.difference()))
          .ifPresent(lines::add);
    }
    return lines;
  }

  /**
   * Of a test set.
   *
   * @param source as given on the command line
   * @param wrong the most confidently wrong ones, the surest first
   * @param samples of each class as many, class by class
   * @param seen the digit that the maps are of
   */
  public record Test(String source, List<WrongDigit> wrong, List<Sample> samples, Sample seen) {
    public Test {
      wrong = List.copyOf(wrong);
      samples = List.copyOf(samples);
    }
  }

  /**
   * A digit of the test set.
   *
   * @param row its place in the file, from 0
   * @param picture as a {@code data:} address
   */
  public record Sample(long row, int label, String picture) {}
}

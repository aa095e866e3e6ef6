package job.report;

import java.util.List;
import java.util.Optional;
import model.LayerMaps;
import model.WrongDigit;

/**
 * All that a report shows, found and counted.
 *
 * @param test what the last epoch makes of the test set; empty without one
 * @param comparisons in the order they were asked for
 */
public record Report(ReportedRun run, Optional<Test> test, List<Comparison> comparisons) {
  public Report {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Of a test set.
   *
   * @param source as given on the command line
   * @param wrong the most confidently wrong ones, the surest first
   * @param samples of each class as many, class by class
   * @param seen the digit that the maps are of
   */
  public record Test(
      String source, List<WrongDigit> wrong, List<Sample> samples, Sample seen, LayerMaps maps) {
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

package job.report;

import io.EpochRecord;
import io.Evaluation;
import io.RunRecord;
import java.util.List;

/**
 * A run as a report shows it.
 *
 * @param path of its directory
 * @param epochs that are kept, at least one, in their order
 * @param evaluations of each of them on the report's test set; none if there is no test set
 */
public record ReportedRun(
    String path, RunRecord record, List<EpochRecord> epochs, List<Evaluation> evaluations) {
  public ReportedRun {
    epochs = List.copyOf(epochs);
    evaluations = List.copyOf(evaluations);
    if (epochs.isEmpty() || !(evaluations.isEmpty() || evaluations.size() == epochs.size())) {
      throw new IllegalArgumentException(
          "expected at least one epoch, and evaluations of all or none, found %d and %d"
              .formatted(epochs.size(), evaluations.size()));
    }
  }

  String name() {
    return record.runId();
  }

  /** Its name, or, if another of the runs has that, too, its path. */
  String nameAmong(List<ReportedRun> runs) {
    return runs.stream().filter(run -> run.name().equals(name())).count() > 1 ? path : name();
  }

  EpochRecord lastEpoch() {
    return epochs.get(epochs.size() - 1);
  }

  /** Of a run with evaluations. */
  Evaluation lastEvaluation() {
    return evaluations.get(evaluations.size() - 1);
  }

  boolean isTested() {
    return !evaluations.isEmpty();
  }
}

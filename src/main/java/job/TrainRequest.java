package job;

import io.RunDirectory;
import io.RunRecord;
import java.util.Objects;
import java.util.Optional;
import model.Recipe;

/**
 * All that a training is asked for, checked.
 *
 * @param dataGiven whether the data were named: then even those of a complete run are compared
 * @param runs the folder of all runs
 * @param replicas K, at least 1
 * @param epochs at least 1
 * @param validationFraction of the training rows held out, 0 to 0.9
 * @param retraining of a challenger
 * @param tensorBoard the folder of event files; part of no result
 */
record TrainRequest(
    DataSource data,
    boolean dataGiven,
    String runs,
    String runId,
    Recipe recipe,
    int replicas,
    int epochs,
    double validationFraction,
    Optional<RunRecord.Retraining> retraining,
    Optional<String> tensorBoard) {
  TrainRequest {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(runs, "runs");
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(retraining, "retraining");
    Objects.requireNonNull(tensorBoard, "tensorBoard");
    if (!RunDirectory.isRunId(runId)) {
      throw new IllegalArgumentException(
          "runId: expected %s, found %s".formatted(RunDirectory.RUN_ID_RULE, runId));
    }
    if (replicas < 1 || epochs < 1 || !isValidationFraction(validationFraction)) {
      throw new IllegalArgumentException(
          "expected replicas and epochs of at least 1 and a validation fraction of 0 to %s, found %d, %d and %s"
              .formatted(RunRecord.Options.MOST_HELD_OUT, replicas, epochs, validationFraction));
    }
  }

  /** The same to train a challenger. */
  TrainRequest with(RunRecord.Retraining challenger) {
    return with(runId, Optional.of(challenger), tensorBoard);
  }

  /** The same in another run. */
  TrainRequest named(String otherRunId) {
    return with(otherRunId, retraining, tensorBoard);
  }

  /** The same with event files in a folder, if there is one. */
  TrainRequest shownIn(Optional<String> folder) {
    return with(runId, retraining, folder);
  }

  private TrainRequest with(
      String name, Optional<RunRecord.Retraining> challenger, Optional<String> shown) {
    return new TrainRequest(
        data,
        dataGiven,
        runs,
        name,
        recipe,
        replicas,
        epochs,
        validationFraction,
        challenger,
        shown);
  }

  /** Of all rows, 0 if it trains no challenger. */
  double heldOutByContent() {
    return retraining.map(RunRecord.Retraining::heldOutByContent).orElse(0.0);
  }

  static boolean isValidationFraction(double fraction) {
    return fraction >= 0 && fraction <= RunRecord.Options.MOST_HELD_OUT;
  }
}

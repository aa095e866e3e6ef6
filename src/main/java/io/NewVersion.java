package io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What a version is made of beside its model, before it is kept.
 *
 * @param run that trained it
 * @param epoch of that run whose model it is
 * @param data what the look at them found
 * @param judgement on the rows held out
 * @param evaluation on the test set, if there is one
 * @param decision names the version, and says whether it is blessed
 */
public record NewVersion(
    RunRecord run,
    EpochRecord epoch,
    DataRecord data,
    JudgementRecord judgement,
    Optional<Evaluation> evaluation,
    DecisionRecord decision) {
  String name() {
    return decision.version();
  }

  boolean isBlessed() {
    return decision.outcome() == Outcome.PROMOTED;
  }

  /** What each file of it is to hold, but for its marker, in the order of their writing. */
  Map<Path, byte[]> files(Path folder, byte[] model, byte[] trainedRows) throws IOException {
    Map<Path, byte[]> files = new LinkedHashMap<>();
    files.put(new Path(folder, ModelVersion.MODEL), model);
    files.put(new Path(folder, ModelVersion.TRAINED_ROWS), trainedRows);
    putJson(new Path(folder, ModelVersion.RUN_JSON), run, files);
    putJson(new Path(folder, ModelVersion.EPOCH_JSON), epoch, files);
    putJson(new Path(folder, ModelVersion.DATA_JSON), data, files);
    putJson(new Path(folder, ModelVersion.JUDGEMENT_JSON), judgement, files);
    putJson(new Path(folder, ModelVersion.DECISION_JSON), decision, files);
    if (evaluation.isPresent()) {
      putJson(new Path(folder, ModelVersion.EVALUATION_JSON), evaluation.get(), files);
    }
    return files;
  }

  private static void putJson(Path place, Object value, Map<Path, byte[]> files)
      throws IOException {
    files.put(place, JsonFiles.bytes(place, value, EpochFolders.MOST_EPOCH_JSON_BYTES));
  }

  /** The marker, which vouches for the files. */
  VersionRecord marker(Map<Path, byte[]> files) {
    return new VersionRecord(
        name(),
        decision.name(),
        run.runId(),
        epoch.epoch(),
        run.options().architecture(),
        epoch.parametersSha256(),
        files.entrySet().stream()
            .map(
                file ->
                    new VersionRecord.Content(
                        file.getKey().getName(),
                        file.getValue().length,
                        Sha256.of(file.getValue())))
            .toList());
  }
}

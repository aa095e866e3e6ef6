package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local folder of runs, read as any other program would.
 *
 * @param folder as given by {@code --runs}
 */
public record Runs(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAUSE_MILLIS = 10;
  private static final int MOST_PAUSES = 30_000;

  public JsonNode run(String runId) throws IOException {
    return JSON.readTree(folder.resolve(runId).resolve("run.json").toFile());
  }

  /** The records of the epochs that are kept, in their order. */
  public List<JsonNode> epochs(String runId) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    Path folders = folder.resolve(runId).resolve("epochs");
    if (!Files.exists(folders)) {
      return records;
    }
    try (Stream<Path> epochs = Files.list(folders)) {
      for (Path epoch : epochs.sorted().toList()) {
        Path record = epoch.resolve("epoch.json");
        if (Files.exists(record)) {
          records.add(JSON.readTree(record.toFile()));
        }
      }
    }
    return records;
  }

  /** {@code parametersSha256} of each epoch that is kept. */
  public List<String> hashes(String runId) throws IOException {
    return epochs(runId).stream().map(epoch -> epoch.path("parametersSha256").asText()).toList();
  }

  /** Of each epoch that is kept: its parameters, and its model with the updater's state. */
  public List<String> states(String runId) throws IOException {
    return epochs(runId).stream()
        .map(
            epoch ->
                epoch.path("parametersSha256").asText() + " " + epoch.path("modelSha256").asText())
        .toList();
  }

  /**
   * Returns when an epoch is kept.
   *
   * @throws AssertionError if the training ends before, or that takes more than five minutes
   */
  public void awaitEpoch(String runId, int epoch, Process training) throws InterruptedException {
    await(folder.resolve("%s/epochs/%05d/epoch.json".formatted(runId, epoch)), training);
  }

  /**
   * Returns when the n-th training of a run has the right to write it, n from 1.
   *
   * @throws AssertionError as {@link #awaitEpoch}
   */
  public void awaitLease(String runId, int number, Process training) throws InterruptedException {
    await(folder.resolve("%s/lease/%05d.json".formatted(runId, number)), training);
  }

  private static void await(Path file, Process training) throws InterruptedException {
    for (int pause = 0; !Files.exists(file); pause++) {
      if (!training.isAlive() || pause == MOST_PAUSES) {
        throw new AssertionError(
            "No " + file + ", and the training is alive: " + training.isAlive());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}

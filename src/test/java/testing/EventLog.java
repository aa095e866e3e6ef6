package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Spark itself recorded of one application: proof that a disturbance took place. */
public final class EventLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> events = new ArrayList<>();

  /**
   * Reads the log of the one application that wrote to a folder.
   *
   * @param folder as given by {@code spark.eventLog.dir}
   */
  public EventLog(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          events.add(JSON.readTree(line));
        }
      }
    }
  }

  /** Settings that make an application write it. */
  public static List<String> settings(Path folder) {
    return List.of(
        "--conf", "spark.eventLog.enabled=true", "--conf", "spark.eventLog.dir=file:" + folder);
  }

  /** How many tasks ended for this reason, such as {@code ExecutorLostFailure}. */
  public long tasksEnded(String reason) {
    return tasks()
        .filter(task -> task.path("Task End Reason").path("Reason").asText().equals(reason))
        .count();
  }

  /** How many tasks were second copies of others that ran at the same time. */
  public long speculativeTasks() {
    return tasks().filter(task -> task.path("Task Info").path("Speculative").asBoolean()).count();
  }

  /** How many executors were taken from the application for a reason that contains these words. */
  public long executorsRemoved(String words) {
    return of("SparkListenerExecutorRemoved")
        .filter(event -> event.path("Removed Reason").asText().contains(words))
        .count();
  }

  private Stream<JsonNode> tasks() {
    return of("SparkListenerTaskEnd");
  }

  private Stream<JsonNode> of(String event) {
    return events.stream().filter(each -> each.path("Event").asText().equals(event));
  }
}

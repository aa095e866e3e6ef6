package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Spark itself recorded of one application: proof that a disturbance took place. */
public final class EventLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> events = new ArrayList<>();

  /**
   * Reads what the one application that writes to a folder has written by now.
   *
   * @param folder as given by {@code spark.eventLog.dir}
   */
  public EventLog(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        for (String line : whole.lines().toList()) {
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

  /** How many tasks ended for a reason, such as {@code ExceptionFailure}. */
  public long tasksEnded(String reason) {
    return tasks(reason).count();
  }

  /** Where tasks ran that ended for a reason, such as {@code Success}: the executors' numbers. */
  public Set<String> executorsOfTasks(String reason) {
    return tasks(reason)
        .map(task -> task.path("Task Info").path("Executor ID").asText())
        .collect(Collectors.toSet());
  }

  /** How many tasks that ended so were second copies of others that ran at the same time. */
  public long speculativeTasks(String reason) {
    return tasks(reason)
        .filter(task -> task.path("Task Info").path("Speculative").asBoolean())
        .count();
  }

  /** The executors that Spark let go, for they had nothing to do. */
  public Set<String> executorsLetGo() {
    return executorsRemoved(reason -> reason.contains("killed by driver"));
  }

  /** The executors that Spark lost or let go. */
  public Set<String> executorsRemoved() {
    return executorsRemoved(reason -> true);
  }

  private Set<String> executorsRemoved(Predicate<String> reason) {
    return of("SparkListenerExecutorRemoved")
        .filter(event -> reason.test(event.path("Removed Reason").asText()))
        .map(event -> event.path("Executor ID").asText())
        .collect(Collectors.toSet());
  }

  private Stream<JsonNode> tasks(String reason) {
    return of("SparkListenerTaskEnd")
        .filter(task -> task.path("Task End Reason").path("Reason").asText().equals(reason));
  }

  private Stream<JsonNode> of(String event) {
    return events.stream().filter(each -> each.path("Event").asText().equals(event));
  }
}

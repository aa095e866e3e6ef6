package testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The processes that this JVM starts, by the JVM's own records. */
public final class ProcessStarts {
  /** Once, ten seconds after a context has begun, whatever is done then. */
  private static final String OF_SPARKS_HEARTBEAT = "getconf PAGESIZE";

  private ProcessStarts() {}

  /** What is watched. */
  public interface Action {
    void run() throws Exception;
  }

  /** Those that were started while something was done. */
  public static List<RecordedEvent> during(Action action) throws Exception {
    Path file = Files.createTempFile("process-starts", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> !event.getString("command").equals(OF_SPARKS_HEARTBEAT))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}

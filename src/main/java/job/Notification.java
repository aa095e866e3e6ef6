package job;

import io.StatusRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells somebody how a night ended, by a command of his. */
final class Notification {
  private static final long PATIENCE_SECONDS = 60;

  private final Optional<String> command;
  private final long patienceSeconds;

  /**
   * Runs nothing yet.
   *
   * @param command for {@code sh -c}
   */
  Notification(Optional<String> command) {
    this(command, PATIENCE_SECONDS);
  }

  /** As above; ends the command after so many seconds. */
  Notification(Optional<String> command, long patienceSeconds) {
    this.command = command;
    this.patienceSeconds = patienceSeconds;
  }

  /**
   * Gives the status to the command's standard input, and waits for its end for a minute. What goes
   * wrong is told on standard error, and changes nothing.
   */
  void send(StatusRecord status) throws InterruptedException {
    if (command.isEmpty()) {
      return;
    }
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command.get())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      give(process, status.toJson());
      awaitEnd(process);
    } catch (IOException | RuntimeException e) {
      tell(e.toString());
    }
  }

  /**
   * In a thread of its own: a command need not read it, and one that does not is none that fails.
   */
  private static void give(Process process, byte[] json) {
    Thread giving =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(json);
              } catch (IOException e) {
                // Its exit code tells.
              }
            },
            "notify");
    giving.setDaemon(true);
    giving.start();
  }

  private void awaitEnd(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
        tell("it had not ended after %d s".formatted(patienceSeconds));
      } else if (process.exitValue() != 0) {
        tell("it ended with %d".formatted(process.exitValue()));
      }
    } finally {
      // What it started holds our output, and whoever reads that would wait for its end.
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void tell(String what) {
    System.err.printf(
        "--notify %s failed: %s. The outcome is as it is told here%n",
        Shell.quoted(command.orElseThrow()), what);
  }
}

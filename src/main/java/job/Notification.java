package job;

import io.StatusRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells somebody how a night ended, by a command of his. */
final class Notification {
  private static final long PATIENCE_SECONDS = 60;
  private static final long PATIENCE_OF_OUTPUT_MILLIS = 1_000;

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
          new ProcessBuilder("sh", "-c", command.get()).redirectErrorStream(true).start();
      byte[] json = status.toJson();
      // What it leaves running would hold our own output, and whoever reads that would wait for it.
      Thread showing =
          inBackground(() -> process.getInputStream().transferTo(System.err), "notify-output");
      inBackground(() -> give(process, json), "notify-input");
      awaitEnd(process);
      showing.join(PATIENCE_OF_OUTPUT_MILLIS);
    } catch (IOException | RuntimeException e) {
      tell(e.toString());
    }
  }

  private interface Copying {
    void copy() throws IOException;
  }

  private static Thread inBackground(Copying copying, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                copying.copy();
              } catch (IOException e) {
                // The command has ended: its exit code tells.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** A command need not read it. */
  private static void give(Process process, byte[] json) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json);
    }
  }

  private void awaitEnd(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
        tell("it had not ended after %d s".formatted(patienceSeconds));
      } else if (process.exitValue() != 0) {
        tell("it ended with %d".formatted(process.exitValue()));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void tell(String what) {
    System.err.printf(
        "--notify %s failed: %s. The outcome is as it is told here%n",
        Shell.quoted(command.orElseThrow()), what);
  }
}

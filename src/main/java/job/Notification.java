package job;

import io.StatusRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells somebody how a night ended, by a command of his. */
final class Notification {
  private static final long PATIENCE_SECONDS = 60;

  private final Optional<String> command;

  /**
   * Runs nothing yet.
   *
   * @param command for {@code sh -c}
   */
  Notification(Optional<String> command) {
    this.command = command;
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
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        tell("it had not ended after %d s".formatted(PATIENCE_SECONDS));
      } else if (process.exitValue() != 0) {
        tell("it ended with %d".formatted(process.exitValue()));
      }
    } catch (IOException e) {
      tell(e.toString());
    }
  }

  /** A command that reads none of it is none that failed. */
  private static void give(Process process, byte[] json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json);
    } catch (IOException e) {
      // Its exit code tells.
    }
  }

  private void tell(String what) {
    System.err.printf(
        "--notify %s failed: %s. The outcome is as it is told here%n",
        Shell.quoted(command.orElseThrow()), what);
  }
}

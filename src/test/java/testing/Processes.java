package testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ends processes that a test started, with all that they started in turn, or stops them. */
public final class Processes {
  private static final long GRACE_SECONDS = 10;

  private Processes() {}

  /**
   * Asks the process and its descendants to end, waits, and then kills those that are left. The
   * descendants are listed first: once the process is gone nobody knows them.
   */
  public static void end(ProcessHandle process) {
    List<ProcessHandle> all = withDescendants(process);
    process.destroy();
    await(process);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(Processes::await);
  }

  /** As {@code kill -9} of all of them: none gets to say a last word. */
  public static void kill(ProcessHandle process) {
    List<ProcessHandle> all = withDescendants(process);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(Processes::await);
  }

  /**
   * As {@code kill -STOP} and {@code kill -CONT}, of these alone.
   *
   * @throws AssertionError if there is none, or one is gone
   */
  public static void signal(String signal, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    if (new ProcessBuilder(command).start().waitFor() != 0) {
      throw new AssertionError("%s failed".formatted(command));
    }
  }

  private static List<ProcessHandle> withDescendants(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static void await(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS).join();
  }
}

package testing;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ends processes that a test started, with all that they started in turn. */
public final class Processes {
  private static final long GRACE_SECONDS = 10;

  private Processes() {}

  /**
   * Asks the process and its descendants to end, waits, and then kills those that are left. The
   * descendants are listed first: once the process is gone nobody knows them.
   */
  public static void end(ProcessHandle process) {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    process.destroy();
    await(process);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(Processes::await);
  }

  private static void await(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS).join();
  }
}

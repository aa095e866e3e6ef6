package io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** How this process is told from others, and whether another one of its kind still runs. */
final class ThisProcess {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
  private static final Path NAMESPACE = PROC.resolve("self/ns/pid");

  /** Of {@code /proc/PID/stat}, counted from the first after the name: proc(5) calls it 22. */
  private static final int START_FIELD = 19;

  private ThisProcess() {}

  static LeaseRecord lease() {
    ProcessHandle process = ProcessHandle.current();
    return new LeaseRecord(
        UUID.randomUUID().toString(),
        host(),
        process.pid(),
        processes(),
        startTicks(process.pid()),
        process.info().startInstant().orElse(Instant.EPOCH).toString(),
        0,
        false);
  }

  /**
   * Whether the owner of a lease was of our own processes and is certainly none of them now. Asks
   * no clock that can be set: what Java calls the start of a process differs between two JVMs that
   * began before and after a step of the clock.
   */
  static boolean isGone(LeaseRecord lease) {
    if (lease.processes().isEmpty() || !lease.processes().equals(processes())) {
      return false;
    }
    try {
      long found = startTicks(Files.readString(stat(lease.pid())));
      return lease.startTicks() != null && lease.startTicks() != found;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // it ends in this moment, or is not ours to see
    }
  }

  /**
   * Linux numbers processes anew in every boot and in every container. Empty, too, where {@code
   * /proc} is mounted so that it hides other people's processes: the first one is always another's,
   * or our own.
   */
  private static String processes() {
    try {
      Files.readString(stat(1));
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static Path stat(long pid) {
    return PROC.resolve(Long.toString(pid)).resolve("stat");
  }

  private static Long startTicks(long pid) {
    try {
      return startTicks(Files.readString(stat(pid)));
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * When a process began, in clock ticks since the boot.
   *
   * @param stat its {@code /proc/PID/stat}: number, name in parentheses, which may hold any
   *     characters, and fields between blanks
   */
  static long startTicks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return Long.parseLong(fields[START_FIELD]);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}

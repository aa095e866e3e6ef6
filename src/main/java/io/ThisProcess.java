package io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** How this process is told from others, and whether another one of its kind still runs. */
final class ThisProcess {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
  private static final Path NAMESPACE = PROC.resolve("self/ns/pid");

  /** Of {@code /proc/PID/stat}, counted from the first after the name: proc(5) calls it 3. */
  private static final int STATE_FIELD = 0;

  /** As above: proc(5) calls it 22. */
  private static final int START_FIELD = 19;

  /** States of processes that have ended, but not gone: zombie and, for a moment, dead. */
  private static final Set<String> DEAD = Set.of("Z", "X", "x");

  /** What is known of a process that is, or was, on this machine or another. */
  enum Fate {
    /** One of our own processes, or it may be. */
    LIVING,
    /** Was one of our own, and is certainly none of them now. */
    GONE,
    /** Of another machine, boot or container; or nobody can tell. */
    UNKNOWN
  }

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
   * What became of the owner of a lease. Asks no clock that can be set: what Java calls the start
   * of a process differs between two JVMs that began before and after a step of the clock.
   */
  static Fate fate(LeaseRecord lease) {
    if (lease.processes().isEmpty() || !lease.processes().equals(processes())) {
      return Fate.UNKNOWN;
    }
    try {
      String stat = Files.readString(stat(lease.pid()));
      boolean another = lease.startTicks() != null && lease.startTicks() != startTicks(stat);
      return another || isZombie(stat, lease.pid()) ? Fate.GONE : Fate.LIVING;
    } catch (NoSuchFileException e) {
      return Fate.GONE;
    } catch (IOException e) {
      return Fate.LIVING; // it ends in this moment
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
    return Long.parseLong(fields(stat)[START_FIELD]);
  }

  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
  }

  /**
   * Whether a process has ended and only its parent has not asked for it yet. Of a killed one the
   * first thread may end before another, which is in the midst of a write.
   */
  private static boolean isZombie(String stat, long pid) {
    if (!DEAD.contains(fields(stat)[STATE_FIELD])) {
      return false;
    }
    String[] threads = stat(pid).resolveSibling("task").toFile().list();
    return threads == null || threads.length <= 1;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}

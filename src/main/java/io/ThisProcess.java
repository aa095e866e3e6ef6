package io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** How this process is told from others, and whether another one of its kind still runs. */
final class ThisProcess {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  private ThisProcess() {}

  static LeaseRecord lease() {
    ProcessHandle process = ProcessHandle.current();
    return new LeaseRecord(
        UUID.randomUUID().toString(),
        host(),
        process.pid(),
        processes(),
        start(process).toString(),
        0,
        false);
  }

  /** Whether the owner of a lease was of our own processes and is certainly none of them now. */
  static boolean isGone(LeaseRecord lease) {
    return !lease.processes().isEmpty()
        && lease.processes().equals(processes())
        && ProcessHandle.of(lease.pid())
            .filter(process -> start(process).toString().equals(lease.startedAt()))
            .isEmpty();
  }

  /** Linux numbers processes anew in every boot and in every container. */
  private static String processes() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}

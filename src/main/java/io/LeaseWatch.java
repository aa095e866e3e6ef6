package io;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at another's lease until it is clear whether he lives. */
final class LeaseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);

  private LeaseWatch() {}

  /**
   * Waits until a lease is free, or deleted.
   *
   * @param number 0 if there is none to wait for
   * @param held what to say if it is not free
   * @return as what it was last read, if it could be
   */
  static Optional<LeaseRecord> awaitFree(
      LeaseFolder leases, int number, RunLease.Pace pace, String held)
      throws IOException, InterruptedException {
    Optional<LeaseRecord> first = leases.read(number);
    Optional<LeaseRecord> now = first;
    long step = pace.beat().toNanos() / 5;
    boolean told = false;
    // A look that takes long is no silence: a disk that hangs may hang for the owner, too.
    for (long waited = 0;
        leases.holds(number) && waited < pace.patience().toNanos();
        waited += step) {
      now = leases.read(number);
      if (now.isPresent()
          && (now.get().released() || ThisProcess.fate(now.get()) == ThisProcess.Fate.GONE)) {
        return now;
      }
      if (now.isPresent() && !now.equals(first)) {
        throw held(leases, number, now.get(), held);
      }
      if (!told) {
        LOG.info(
            "waiting for a sign of life of {}, {} s at most: {}",
            now.map(LeaseWatch::owner).orElse("the training that has this run"),
            pace.patience().toSeconds(),
            leases.file(number));
        told = true;
      }
      TimeUnit.NANOSECONDS.sleep(step);
    }
    return now;
  }

  private static LeaseHeldException held(
      LeaseFolder leases, int number, LeaseRecord lease, String held) {
    return new LeaseHeldException(
        "%s: expected nobody, found signs of life in %s. Wait for its end, or stop it"
            .formatted(held.formatted(leases.run(), owner(lease)), leases.file(number)));
  }

  private static String owner(LeaseRecord lease) {
    return "process %d of %s, started %s".formatted(lease.pid(), lease.host(), lease.startedAt());
  }
}

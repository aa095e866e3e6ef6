package io;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write a run, which one training has at a time: the highest numbered file of {@code
 * RUN/lease}. Its owner writes it anew every few seconds, and writes last that he has released it.
 *
 * <p>Who wants it makes the file with the next number, which the file system lets one caller do:
 * when the last owner released it, when his process is of this machine and gone, or when the file
 * did not change for a minute, by the clock of the one who watches. Clocks of other machines are
 * never compared. An owner who was asleep for that long learns of the higher number, or of the
 * other owner of his number if the run was discarded since, before he writes more.
 *
 * <p>Holds on file systems where of several callers that create a file one succeeds: local disks
 * and HDFS.
 */
public final class RunLease implements AutoCloseable {
  /** How long an owner may be silent. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

  private final LeaseFolder leases;
  private final int number;
  private final Duration beat;
  private final boolean madeRun;
  private LeaseRecord record;

  private RunLease(LeaseFolder leases, int number, Duration beat, boolean madeRun) {
    this.leases = leases;
    this.number = number;
    this.beat = beat;
    this.madeRun = madeRun;
    this.record = ThisProcess.lease();
  }

  /** How often an owner shows that he lives, and how long others wait for that. */
  record Pace(Duration beat, Duration patience) {
    static final Pace USUAL = new Pace(BEAT, PATIENCE);
  }

  /**
   * Waits until it is clear whether another owner lives: not at all if he released it, some seconds
   * if he does, up to {@link #PATIENCE} if he died on another machine.
   *
   * @throws RunException if another owner lives
   */
  static RunLease take(FileSystem files, Path folder, Pace pace)
      throws IOException, InterruptedException {
    return take(files, folder, pace, "Run %s is being trained by %s");
  }

  /**
   * As above, of something else than a run.
   *
   * @param held what to say of it if another owner lives: what it is, and of which process
   */
  static RunLease take(FileSystem files, Path folder, Pace pace, String held)
      throws IOException, InterruptedException {
    LeaseFolder leases = new LeaseFolder(files, folder);
    boolean madeRun = false;
    while (true) {
      madeRun |= leases.make(); // each time: the last owner may discard it while we wait
      int last = leases.highest();
      requireNext(leases, last);
      Optional<LeaseRecord> free = LeaseWatch.awaitFree(leases, last, pace, held);
      if (last == 0 || (leases.holds(last) && leases.read(last).equals(free))) {
        RunLease next = new RunLease(leases, last + 1, pace.beat(), madeRun);
        if (next.begin(last, free)) {
          return next;
        }
      }
    }
  }

  private static void requireNext(LeaseFolder leases, int last) {
    if (last >= LeaseFolder.MOST) {
      throw new RunException(
          "No lease is left: expected a number below %d, found %s. No training counts that far: delete the file if none writes this run"
              .formatted(LeaseFolder.MOST, leases.file(last)));
    }
  }

  /**
   * Writes the lease, and deletes those before it.
   *
   * @return false if somebody else has come or gone since the last one was found free; nothing of
   *     this lease is there then
   */
  private boolean begin(int last, Optional<LeaseRecord> free) throws IOException {
    if (!leases.add(number, record)) {
      return false;
    }
    try {
      if (isHeld() && leases.read(last).equals(free) && isAlone()) {
        showLife();
        return true;
      }
      deleteOwn();
      return false;
    } catch (IOException | RuntimeException e) {
      try {
        deleteOwn(); // or the next one would wait for a sign of life
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** Whether all else is deleted that was there when the lease was held. */
  private boolean isAlone() throws IOException {
    for (Path file : leases.besides(number)) {
      if (!isHeld()) {
        return false;
      }
      leases.delete(file);
    }
    return true;
  }

  private boolean isHeld() throws IOException {
    return leases.highest() == number && isOurs();
  }

  private void showLife() {
    Thread heart = new Thread(this::live, "run-lease");
    heart.setDaemon(true);
    heart.start();
  }

  /** Whether a training has the run, as far as can be told without waiting. */
  static boolean isHeld(FileSystem files, Path folder) throws IOException {
    LeaseFolder leases = new LeaseFolder(files, folder);
    return leases
        .read(leases.highest())
        .map(lease -> !lease.released() && ThisProcess.fate(lease) != ThisProcess.Fate.GONE)
        .orElse(false);
  }

  private synchronized void live() {
    try {
      for (boolean written = true; !record.released(); written = false) {
        if (!written) {
          beat();
        }
        wait(beat.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      record = record.next();
      if (isOurs()) { // or a run that was deleted, or begun anew since, would get an owner from us
        leases.replace(number, record);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot show that this training lives, and will try again: {}", e.toString());
    }
  }

  /** Numbers begin with 1 again when a run is discarded, so that one alone does not tell. */
  private boolean isOurs() throws IOException {
    return leases.read(number).map(LeaseRecord::owner).equals(Optional.of(record.owner()));
  }

  /**
   * To be asked before each writing to the run.
   *
   * @throws RunException if somebody else has the run now
   */
  synchronized void requireHeld() throws IOException {
    if (record.released()) {
      throw new RunException(
          "%s is written no more: expected the lease %s, found it released"
              .formatted(leases.run(), leases.file(number)));
    }
    int highest = leases.highest();
    if (highest == 0) {
      throw lost("none. Was the run deleted or renamed meanwhile?");
    }
    if (highest != number) {
      throw lost("number %d. %s".formatted(highest, silent()));
    }
    if (!isOurs()) {
      throw lost("another owner's in it, or one that cannot be read. " + silent());
    }
  }

  private static String silent() {
    return "It was silent for more than %d s, and another start has taken the run since: it may be training, or have been refused."
        .formatted(PATIENCE.toSeconds());
  }

  private RunException lost(String found) {
    return new RunException(
        "This training has lost %s: expected the lease %s, found %s Nothing of this training is kept from here on; the same command goes on with what is kept"
            .formatted(leases.run(), leases.file(number), found));
  }

  /**
   * Deletes files, each if the lease is held until then.
   *
   * @param seen before: who holds the lease now held it then, so they are nobody else's
   * @throws RunException if somebody else has the run now
   */
  synchronized void delete(List<Path> seen) throws IOException {
    for (Path file : seen) {
      requireHeld();
      leases.delete(file);
    }
  }

  private void deleteOwn() throws IOException {
    if (isOurs()) {
      leases.delete(leases.file(number));
    }
  }

  /**
   * Deletes it, with its folder, and with the run's if that was made for it, if nothing else lies
   * in them.
   *
   * @throws RunException if somebody else has the run now
   */
  synchronized void discard() throws IOException {
    requireHeld();
    record = record.ended();
    notifyAll();
    leases.delete(leases.file(number));
    leases.deleteIfEmpty();
    if (madeRun) {
      leases.deleteRunIfEmpty();
    }
  }

  /** For a taker that failed: of what goes wrong the first matters. */
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Releases it; the file stays, and says so. */
  @Override
  public synchronized void close() throws IOException {
    if (!record.released()) {
      record = record.ended();
      notifyAll();
      if (isHeld()) {
        leases.replace(number, record);
      }
    }
  }
}

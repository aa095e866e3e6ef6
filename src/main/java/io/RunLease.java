package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
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
 * never compared. Numbers never come again, so an owner who was asleep for that long learns of the
 * higher number before he writes more.
 *
 * <p>Holds on file systems where of several callers that create a file one succeeds: local disks
 * and HDFS.
 */
public final class RunLease implements AutoCloseable {
  /** How long an owner may be silent. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
  private static final Pattern FILE = Pattern.compile("\\d{5,9}\\.json");
  private static final int MOST = 999_999_999;

  private final FileSystem files;
  private final Path folder;
  private final JsonFiles json;
  private final int number;
  private final Duration beat;
  private LeaseRecord record;

  private RunLease(FileSystem files, Path folder, int number, Duration beat) {
    this.files = files;
    this.folder = folder;
    this.json = new JsonFiles(files);
    this.number = number;
    this.beat = beat;
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
    PlainFiles.makeFolders(files, folder);
    while (true) {
      int last = highest(files, folder);
      requireNext(folder, last);
      if (last > 0) {
        awaitFree(files, file(folder, last), pace);
      }
      Optional<RunLease> taken = next(files, folder, last + 1, pace);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
  }

  private static void requireNext(Path folder, int last) {
    if (last >= MOST) {
      throw new RunException(
          "No lease is left: expected a number below %d, found %s. No training counts that far: delete the file if none writes this run"
              .formatted(MOST, file(folder, last)));
    }
  }

  private static Optional<RunLease> next(FileSystem files, Path folder, int number, Pace pace)
      throws IOException {
    RunLease lease = new RunLease(files, folder, number, pace.beat());
    if (!lease.json.createEmpty(lease.file())) {
      return Optional.empty();
    }
    if (highest(files, folder) != number) {
      // We looked at a lease that was released, taken again and deleted since.
      files.delete(lease.file(), false);
      return Optional.empty();
    }
    lease.begin();
    Thread heart = new Thread(lease::live, "run-lease");
    heart.setDaemon(true);
    heart.start();
    return Optional.of(lease);
  }

  /** 0 if there is none. */
  private static int highest(FileSystem files, Path folder) throws IOException {
    int highest = 0;
    try {
      for (FileStatus entry : files.listStatus(folder, RunLease::isLease)) {
        highest = Math.max(highest, number(entry.getPath()));
      }
    } catch (FileNotFoundException e) {
      return 0;
    }
    return highest;
  }

  /** Whether a training has the run, as far as can be told without waiting. */
  static boolean isHeld(FileSystem files, Path folder) throws IOException {
    int last = highest(files, folder);
    return last > 0
        && read(files, file(folder, last))
            .map(lease -> !lease.released() && ThisProcess.fate(lease) != ThisProcess.Fate.GONE)
            .orElse(true);
  }

  private static boolean isLease(Path path) {
    return FILE.matcher(path.getName()).matches();
  }

  private static int number(Path path) {
    return Integer.parseInt(path.getName().replace(".json", ""));
  }

  private static Path file(Path folder, int number) {
    return new Path(folder, String.format(Locale.ROOT, "%05d.json", number));
  }

  private Path file() {
    return file(folder, number);
  }

  /** Returns when the lease is free, or was deleted. */
  private static void awaitFree(FileSystem files, Path file, Pace pace)
      throws IOException, InterruptedException {
    Optional<LeaseRecord> first = read(files, file);
    long start = System.nanoTime();
    boolean told = false;
    while (System.nanoTime() - start < pace.patience().toNanos()) {
      if (!files.exists(file)) {
        return;
      }
      Optional<LeaseRecord> now = read(files, file);
      if (now.isPresent()
          && (now.get().released() || ThisProcess.fate(now.get()) == ThisProcess.Fate.GONE)) {
        return;
      }
      if (now.isPresent() && !now.equals(first)) {
        throw held(file, now.get());
      }
      if (!told) {
        LOG.info(
            "waiting for a sign of life of {}, {} s at most: {}",
            now.map(RunLease::owner).orElse("the training that has this run"),
            pace.patience().toSeconds(),
            file);
        told = true;
      }
      TimeUnit.NANOSECONDS.sleep(pace.beat().toNanos() / 5);
    }
  }

  /** Empty between the making of the file and the first writing, and if it is no lease. */
  private static Optional<LeaseRecord> read(FileSystem files, Path file) throws IOException {
    try {
      return Optional.of(new JsonFiles(files).read(file, LeaseRecord.class));
    } catch (FileNotFoundException | RunException e) {
      return Optional.empty();
    }
  }

  private static RunException held(Path file, LeaseRecord lease) {
    return new RunException(
        "Run %s is being trained by %s: expected nobody, found signs of life in %s. Wait for its end, or stop it"
            .formatted(file.getParent().getParent(), owner(lease), file));
  }

  private static String owner(LeaseRecord lease) {
    return "process %d of %s, started %s".formatted(lease.pid(), lease.host(), lease.startedAt());
  }

  /** An empty file that stayed would make the next one wait for a sign of life. */
  private void begin() throws IOException {
    try {
      json.write(file(), record);
    } catch (IOException e) {
      json.deleteAfter(e, file());
      throw e;
    }
    deleteEarlier();
  }

  private void deleteEarlier() throws IOException {
    for (FileStatus entry : files.listStatus(folder, RunLease::isLease)) {
      if (number(entry.getPath()) < number) {
        files.delete(entry.getPath(), false);
      }
    }
    json.deleteUnfinished(folder, name -> FILE.matcher(name).matches());
  }

  private synchronized void live() {
    try {
      while (!record.released()) {
        beat();
        wait(beat.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      record = record.next();
      if (files.exists(file())) { // or the folder would be made anew for a run that was deleted
        json.write(file(), record);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot show that this training lives, and will try again: {}", e.toString());
    }
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
              .formatted(folder.getParent(), file()));
    }
    int highest = highest(files, folder);
    if (highest == 0) {
      throw new RunException(
          "This training has lost %s: expected the lease %s, found none. Was the run deleted or renamed meanwhile? Nothing of this training is kept from here on"
              .formatted(folder.getParent(), file()));
    }
    if (highest != number) {
      throw new RunException(
          "This training has lost %s: expected the lease %s, found number %d. It was silent for more than %d s, and another training goes on; nothing of this one is kept from here on"
              .formatted(folder.getParent(), file(), highest, PATIENCE.toSeconds()));
    }
  }

  /** Deletes it, with the folder if nothing else lies in it. */
  synchronized void discard() throws IOException {
    record = record.ended();
    notifyAll();
    files.delete(file(), false);
    json.deleteIfEmpty(folder);
  }

  /** Releases it; the file stays, and says so. */
  @Override
  public synchronized void close() throws IOException {
    if (!record.released()) {
      record = record.ended();
      notifyAll();
      if (highest(files, folder) == number) {
        json.write(file(), record);
      }
    }
  }
}

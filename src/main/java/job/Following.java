package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Waits for the epochs of a run that is being trained, and has each scored as it is kept. */
final class Following {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** What is done with epochs that were asked for and are kept now. */
  interface Scorer {
    void score(List<EpochRecord> epochs) throws IOException;
  }

  /** Time as it passes here. */
  interface Time {
    /** As {@link System#nanoTime}. */
    long nanoTime();

    void sleep(Duration duration) throws InterruptedException;
  }

  static final Time SYSTEM =
      new Time() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  private final RunDirectory directory;
  private final EpochSelection selection;
  private final Scorer scorer;
  private final Time time;
  private final Set<Integer> kept = new HashSet<>();

  Following(RunDirectory directory, EpochSelection selection, Scorer scorer, Time time) {
    this.directory = directory;
    this.selection = selection;
    this.scorer = scorer;
    this.time = time;
  }

  /**
   * Returns when every epoch that was asked for by its number is scored, or, if all are wanted,
   * when the run is complete. What is kept is scored before any failure.
   *
   * @param silence how long to wait for the next epoch, be it one that was asked for or not; the
   *     time that scoring takes does not count
   * @throws UnusableDataException if no epoch comes for that long, the training failed, or the run
   *     will never have an epoch that was asked for
   */
  void untilScored(Duration silence) throws IOException, InterruptedException {
    long lastKept = time.nanoTime();
    while (true) {
      // In this order: who has let the run go has said what became of it, and when the run says
      // that it is complete, its last epoch is there.
      boolean beingTrained = directory.isBeingTrained();
      RunRecord run = directory.run();
      if (scoreNew()) {
        lastKept = time.nanoTime();
      }
      if (isDone(run, beingTrained)) {
        return;
      }
      if (time.nanoTime() - lastKept > silence.toNanos()) {
        throw new UnusableDataException(
            "No epoch came for %d %s, and run %s is not complete: what came is scored. Is its training still running? Go on with it: scripts/submit.sh train --runs %s --run-id %s"
                .formatted(
                    silence.toMinutes(),
                    silence.toMinutes() == 1 ? "minute" : "minutes",
                    directory.path(),
                    Shell.quoted(directory.runs()),
                    directory.runId()));
      }
      time.sleep(POLL);
    }
  }

  /** Whether any epoch was kept since the last time. */
  private boolean scoreNew() throws IOException {
    List<EpochRecord> epochs = directory.epochsBesides(kept);
    epochs.forEach(epoch -> kept.add(epoch.epoch()));
    List<EpochRecord> chosen =
        epochs.stream().filter(epoch -> selection.includes(epoch.epoch())).toList();
    if (!chosen.isEmpty()) {
      scorer.score(chosen);
    }
    return !epochs.isEmpty();
  }

  private boolean isDone(RunRecord run, boolean beingTrained) {
    List<Integer> missing = selection.missing(kept);
    if (selection.namesEpochs() && missing.isEmpty()) {
      return true;
    }
    if (beingTrained && run.state() != RunRecord.State.RUNNING) {
      return false; // it goes on, or is extended, and reads its data
    }
    if (run.state() == RunRecord.State.FAILED) {
      throw new UnusableDataException(
          "The training of %s failed, no further epoch will come: expected %s, found %d of %d epochs, and what was asked for of them is scored. The messages of the training say why it failed"
              .formatted(directory.path(), wanted(missing), kept.size(), run.options().epochs()));
    }
    boolean complete = run.state() == RunRecord.State.COMPLETE;
    List<Integer> never =
        missing.stream().filter(epoch -> complete || epoch > run.options().epochs()).toList();
    if (!never.isEmpty() || (complete && kept.isEmpty())) {
      throw new UnusableDataException(
          "Cannot score epochs that run %s will never have: expected %s, found %d kept of %d epochs. Correct --epochs"
              .formatted(directory.path(), wanted(never), kept.size(), run.options().epochs()));
    }
    return complete;
  }

  private static String wanted(List<Integer> missing) {
    return missing.isEmpty() ? "all" : EpochSelection.inWords(missing);
  }
}

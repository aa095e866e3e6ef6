package io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The one training that may write a {@link RunDirectory}, new or begun earlier. Whatever an earlier
 * one left unfinished is deleted when it is taken, and nothing else ever is.
 */
public final class RunWriter implements AutoCloseable {
  private final FileSystem files;
  private final Path root;
  private final Path runJson;
  private final JsonFiles json;
  private final WholeFiles whole;
  private final EpochFolders epochs;
  private final RunDirectory directory;
  private final RunLease lease;

  private RunWriter(RunDirectory directory, FileSystem files, Path root, RunLease lease) {
    this.files = files;
    this.root = root;
    this.runJson = new Path(root, RunDirectory.RUN_JSON);
    this.json = new JsonFiles(files);
    this.whole = new WholeFiles(files);
    this.epochs = new EpochFolders(files, new Path(root, RunDirectory.EPOCHS));
    this.directory = directory;
    this.lease = lease;
  }

  /**
   * Takes the lease of a run. Of several callers at once, one gets it; see {@link RunLease} for how
   * long that takes, and for the file systems on which it holds.
   *
   * @param runs the folder of all runs; made if it is not there
   * @throws RunException if another training has the run, or something that is no run has its name
   */
  public static RunWriter take(Configuration hadoop, String runs, String runId)
      throws IOException, InterruptedException {
    return take(hadoop, runs, runId, RunLease.Pace.USUAL);
  }

  static RunWriter take(Configuration hadoop, String runs, String runId, RunLease.Pace pace)
      throws IOException, InterruptedException {
    RunDirectory directory = RunDirectory.at(hadoop, runs, runId);
    Path root = new Path(directory.path());
    FileSystem files = PlainFiles.of(root, hadoop);
    requireRunOrNothing(files, root);
    RunLease lease = RunLease.take(files, new Path(root, RunDirectory.LEASE), pace);
    RunWriter writer = new RunWriter(directory, files, root, lease);
    try {
      writer.deleteUnfinished();
      ReplicaFigures.beginWarmUp(hadoop);
      return writer;
    } catch (IOException | RuntimeException e) {
      lease.closeAfter(e);
      throw e;
    }
  }

  /** Epochs come after {@code run.json} and go before it: without it they are not of our making. */
  private static void requireRunOrNothing(FileSystem files, Path root) throws IOException {
    Path runJson = new Path(root, RunDirectory.RUN_JSON);
    List<FileStatus> entries = entries(files, root);
    while (!files.exists(runJson)) { // looked for after the listing, for it comes first
      if (entries.stream().noneMatch(entry -> entry.getPath().equals(runJson))) {
        requireNothing(files, root, entries);
        return;
      }
      entries = entries(files, root); // another training discards the run in this moment
    }
  }

  private static List<FileStatus> entries(FileSystem files, Path root) throws IOException {
    List<FileStatus> entries = PlainFiles.entries(files, root);
    if (entries.size() == 1 && entries.get(0).getPath().equals(root)) {
      throw noRun(root, "a file", "Choose another --run-id");
    }
    return entries;
  }

  private static void requireNothing(FileSystem files, Path root, List<FileStatus> entries)
      throws IOException {
    for (FileStatus entry : entries) {
      String name = entry.getPath().getName();
      if (!name.equals(RunDirectory.LEASE)
          && !WholeFiles.isUnfinished(entry, RunDirectory.RUN_JSON::equals)
          && !(name.equals(RunDirectory.EPOCHS)
              && PlainFiles.entries(files, entry.getPath()).isEmpty())) {
        throw noRun(
            root,
            "a folder without %s that holds %s".formatted(RunDirectory.RUN_JSON, name),
            "Restore %s if it is a run, or choose another --run-id"
                .formatted(RunDirectory.RUN_JSON));
      }
    }
  }

  private static RunException noRun(Path root, String found, String remedy) {
    return new RunException(
        "No run can be begun at %s: expected a run or nothing, found %s. %s"
            .formatted(root, found, remedy));
  }

  private void deleteUnfinished() throws IOException {
    lease.delete(whole.unfinished(root, RunDirectory.RUN_JSON::equals));
    if (files.exists(runJson)) {
      epochs.deleteUnvouched(lease);
    }
  }

  /** What is kept of the run. */
  public RunDirectory directory() {
    return directory;
  }

  /**
   * What {@code run.json} says; empty if the run has not been begun.
   *
   * @throws RunException if it cannot be read as one, or is of another run
   */
  public Optional<RunRecord> begun() throws IOException {
    return directory.begun();
  }

  /**
   * Writes or replaces {@code run.json}.
   *
   * @throws RunException if another training has the run now
   */
  public synchronized void update(RunRecord run) throws IOException {
    lease.requireHeld();
    json.write(runJson, run);
  }

  /**
   * Keeps an epoch.
   *
   * @param model what {@code record} vouches for
   * @throws RunException if the epoch is kept already, or another training has the run now
   */
  public synchronized void keep(EpochRecord record, byte[] model) throws IOException {
    lease.requireHeld();
    epochs.keep(record, model, lease);
  }

  /**
   * Undoes all, for a training that failed before its first epoch: deletes {@code run.json}, the
   * lease, leftovers of epochs, and the folders that were made for them if nothing else lies in
   * them. What this program did not write stays, and so do the folders around it, and those that
   * were there before.
   *
   * @throws RunException if an epoch is kept; nothing is deleted then
   */
  public synchronized void discard() throws IOException {
    int kept = directory.epochs().size();
    if (kept > 0) {
      throw new RunException(
          "Cannot discard %s: expected no kept epoch, found %d. Delete the run by hand if it is of no use"
              .formatted(root, kept));
    }
    deleteUnfinished();
    lease.delete(List.of(runJson));
    lease.discard();
  }

  /** Lets another training have the run. */
  @Override
  public synchronized void close() throws IOException {
    lease.close();
  }
}

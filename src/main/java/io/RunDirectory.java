package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a run leaves behind, on any file system that Hadoop knows:
 *
 * <pre>
 * RUNS/RUN-ID/run.json
 * RUNS/RUN-ID/epochs/00001/model.zip
 * RUNS/RUN-ID/epochs/00001/epoch.json
 * </pre>
 *
 * <p>Each file is written beside its place and moved there. An epoch's {@code epoch.json}, which
 * vouches for the model by size and SHA-256, comes last: an epoch is there whole, or not at all,
 * and one without {@code epoch.json} is not there, whatever else lies in its folder. {@code
 * run.json} is empty for the moment between the claim of a run id and the start of the run. One
 * writer at a time.
 */
public final class RunDirectory {
  /** What a run id is made of, in words. */
  public static final String RUN_ID_RULE =
      "up to 128 letters, digits, '.', '_' and '-', not beginning with a dot";

  /** Hive's name for null would be no run at all in the table of evaluations. */
  private static final Pattern RUN_ID =
      Pattern.compile("(?!__HIVE_DEFAULT_PARTITION__$)[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private static final String RUN_JSON = "run.json";

  private static final Duration POLL = Duration.ofSeconds(1);

  private final FileSystem files;
  private final Path root;
  private final Path runJson;
  private final JsonFiles json;
  private final EpochFolders epochs;

  private RunDirectory(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.runJson = new Path(root, RUN_JSON);
    this.json = new JsonFiles(files);
    this.epochs = new EpochFolders(files, new Path(root, "epochs"));
  }

  /**
   * Makes the directory of a new run. Of several callers at once, one gets it (object stores may
   * let two: give each training an id of its own there).
   *
   * @param runs the folder of all runs; made if it is not there
   * @throws RunException if the run, or anything else of its name, exists
   */
  public static RunDirectory create(Configuration hadoop, String runs, RunRecord run)
      throws IOException {
    requireNew(hadoop, runs, run.runId());
    RunDirectory directory = at(hadoop, new Path(runs, run.runId()).toString());
    if (!directory.claim()) {
      throw directory.existsAlready();
    }
    try {
      directory.update(run);
    } catch (IOException e) {
      directory.discardAfter(e);
      throw e;
    }
    return directory;
  }

  private void discardAfter(IOException failure) {
    try {
      discard();
    } catch (IOException | RunException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /**
   * Refuses the name of a run that exists, before any work is done for another one; {@link #create}
   * refuses it again.
   *
   * @throws RunException if the run, or anything else of its name, exists
   */
  public static void requireNew(Configuration hadoop, String runs, String runId)
      throws IOException {
    RunDirectory directory = at(hadoop, new Path(runs, runId).toString());
    if (directory.files.exists(directory.root)) {
      throw directory.existsAlready();
    }
  }

  private RunException existsAlready() {
    return new RunException(
        "Run %s exists already, and going on with a run is not possible yet: expected nothing at %s, found something. Choose another --run-id, or none; a run that nobody trains any more may be deleted"
            .formatted(runId(), root));
  }

  private boolean claim() throws IOException {
    epochs.make();
    return json.createEmpty(runJson);
  }

  /**
   * The directory of a run that exists.
   *
   * @throws RunException if there is no run, or one of another name
   */
  public static RunDirectory open(Configuration hadoop, String path) throws IOException {
    RunDirectory directory = at(hadoop, path);
    String found = directory.run().runId();
    if (!found.equals(directory.runId())) {
      throw new RunException(
          "%s is of another run: expected %s, found %s. A run keeps its name: give the directory its own again"
              .formatted(directory.runJson, directory.runId(), found));
    }
    return directory;
  }

  /**
   * As {@link #open}, for a run that may not have been started yet.
   *
   * @throws RunException if there is no run after {@code patience}
   */
  public static RunDirectory await(Configuration hadoop, String path, Duration patience)
      throws IOException, InterruptedException {
    RunDirectory directory = at(hadoop, path);
    long start = System.nanoTime();
    while (!directory.isStarted() && System.nanoTime() - start < patience.toNanos()) {
      Thread.sleep(POLL.toMillis());
    }
    return open(hadoop, path);
  }

  private boolean isStarted() throws IOException {
    return files.exists(runJson) && files.getFileStatus(runJson).getLen() > 0;
  }

  private static RunDirectory at(Configuration hadoop, String path) throws IOException {
    try {
      Path given = new Path(path);
      FileSystem files = PlainFiles.of(given, hadoop);
      Path root = files.makeQualified(given);
      if (isRunId(root.getName())) {
        return new RunDirectory(files, root);
      }
    } catch (IllegalArgumentException e) {
      throw noRunsPlace(path, e);
    }
    throw noRunsPlace(path, null);
  }

  private static RunException noRunsPlace(String path, Exception cause) {
    return new RunException(
        "No run can be at '%s': expected a run's directory, RUNS/RUN-ID, its last name %s"
            .formatted(path, RUN_ID_RULE),
        cause);
  }

  /** Whether a name follows {@link #RUN_ID_RULE}: run ids are names, not paths. */
  public static boolean isRunId(String name) {
    return RUN_ID.matcher(name).matches();
  }

  public String runId() {
    return root.getName();
  }

  /** Where the run lies, qualified with its file system. */
  public String path() {
    return root.toString();
  }

  /** The folder of all runs that this one is in, qualified with its file system. */
  public String runs() {
    return root.getParent().toString();
  }

  /**
   * What {@code run.json} says.
   *
   * @throws RunException if it is not there, or cannot be read as one
   */
  public RunRecord run() throws IOException {
    try {
      return json.read(runJson, RunRecord.class);
    } catch (FileNotFoundException e) {
      throw new RunException(
          "No run at %s: expected a directory with %s, as train makes it, found none. Give the run's directory, RUNS/RUN-ID"
              .formatted(root, RUN_JSON),
          e);
    }
  }

  /** Replaces {@code run.json}. */
  public void update(RunRecord run) throws IOException {
    json.write(runJson, run);
  }

  /**
   * Keeps an epoch. What a killed writer left of this epoch is replaced.
   *
   * @param model what {@code record} vouches for
   * @throws RunException if the epoch is kept already
   */
  public void keep(EpochRecord record, byte[] model) throws IOException {
    epochs.keep(record, model);
  }

  /**
   * The epochs that are kept, in their order.
   *
   * @throws RunException if an {@code epoch.json} cannot be read as one
   */
  public List<EpochRecord> epochs() throws IOException {
    return epochsBesides(Set.of());
  }

  /**
   * As {@link #epochs}, but without looking into the folders of epochs that are known already.
   *
   * @param known numbers of epochs
   */
  public List<EpochRecord> epochsBesides(Set<Integer> known) throws IOException {
    return epochs.besides(known);
  }

  /**
   * The archive of an epoch, as its record vouches for it.
   *
   * @throws RunException if it is not there, or its size or SHA-256 differ
   */
  public byte[] model(EpochRecord record) throws IOException {
    return epochs.model(record);
  }

  /**
   * Undoes {@link #create}, for a training that failed before its first epoch: deletes {@code
   * run.json}, leftovers of epochs, and the folders if nothing else lies in them. What this program
   * did not write stays, and so does the run's folder around it.
   *
   * @throws RunException if an epoch is kept; nothing is deleted then
   */
  public void discard() throws IOException {
    if (!epochs().isEmpty()) {
      throw new RunException(
          "Cannot discard %s: expected no kept epoch, found %d. Delete the run by hand if it is of no use"
              .formatted(root, epochs().size()));
    }
    epochs.deleteUnvouched();
    json.deleteUnfinished(root);
    files.delete(runJson, false);
    json.deleteIfEmpty(root);
  }
}

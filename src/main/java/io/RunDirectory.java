package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/**
 * What a run leaves behind, on any file system that Hadoop knows:
 *
 * <pre>
 * RUNS/RUN-ID/run.json
 * RUNS/RUN-ID/epochs/00001/model.zip
 * RUNS/RUN-ID/epochs/00001/replicas.parquet
 * RUNS/RUN-ID/epochs/00001/epoch.json
 * RUNS/RUN-ID/lease/00001.json
 * </pre>
 *
 * <p>Each file is written beside its place and moved there. An epoch's {@code epoch.json}, which
 * vouches for the model by size and SHA-256, comes last: an epoch is there whole, or not at all,
 * and one without {@code epoch.json} is not there, whatever else lies in its folder. A {@link
 * RunWriter} writes it, one at a time.
 */
public final class RunDirectory {
  /** Of a run id, in letters. */
  public static final int LONGEST_RUN_ID = 128;

  /** What a run id is made of, in words. */
  public static final String RUN_ID_RULE =
      "up to "
          + LONGEST_RUN_ID
          + " letters, digits, '.', '_' and '-', not beginning with a dot, and not the name of the table beside the runs, "
          + Evaluations.DEFAULT_NAME;

  /**
   * Hive's name for null would be no run at all in the table of evaluations, whose own name is
   * taken whatever the case of its letters: not every disk tells them apart.
   */
  private static final Pattern RUN_ID =
      Pattern.compile(
          "(?!__HIVE_DEFAULT_PARTITION__$|(?i:"
              + Pattern.quote(Evaluations.DEFAULT_NAME)
              + ")$)[A-Za-z0-9_-][A-Za-z0-9._-]{0,"
              + (LONGEST_RUN_ID - 1)
              + "}");

  /** Where the documentation has people keep their runs. */
  private static final String USUAL_RUNS = "runs";

  static final String RUN_JSON = "run.json";
  static final String EPOCHS = "epochs";
  static final String LEASE = "lease";

  private static final Duration POLL = Duration.ofSeconds(1);

  private final FileSystem files;
  private final Path given;
  private final Path root;
  private final Path runJson;
  private final JsonFiles json;
  private final WholeFiles whole;
  private final EpochFolders epochs;

  private RunDirectory(FileSystem files, Path given, Path root) {
    this.files = files;
    this.given = given;
    this.root = root;
    this.runJson = new Path(root, RUN_JSON);
    this.json = new JsonFiles(files);
    this.whole = new WholeFiles(files);
    this.epochs = new EpochFolders(files, new Path(root, EPOCHS));
  }

  /**
   * What {@code run.json} of a run says that may not have been begun; empty if it was not.
   *
   * @throws RunException if it cannot be read as one, or is of another run
   */
  public static Optional<RunRecord> begun(Configuration hadoop, String runs, String runId)
      throws IOException {
    return at(hadoop, runs, runId).begun();
  }

  Optional<RunRecord> begun() throws IOException {
    if (!whole.exists(runJson)) {
      return Optional.empty();
    }
    RunRecord run = run();
    requireOwnName(run);
    return Optional.of(run);
  }

  /**
   * The directory of a run that exists.
   *
   * @throws RunException if there is no run, or one of another name
   */
  public static RunDirectory open(Configuration hadoop, String path) throws IOException {
    RunDirectory directory = at(hadoop, path);
    directory.requireOwnName(directory.run());
    return directory;
  }

  private void requireOwnName(RunRecord run) {
    if (!run.runId().equals(runId())) {
      throw new RunException(
          "%s is of another run: expected %s, found %s. A run keeps its name: give the directory its own again"
              .formatted(runJson, runId(), run.runId()));
    }
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
    while (!directory.files.exists(directory.runJson)
        && System.nanoTime() - start < patience.toNanos()) {
      Thread.sleep(POLL.toMillis());
    }
    return open(hadoop, path);
  }

  /** Of a run in the folder of all runs. */
  static RunDirectory at(Configuration hadoop, String runs, String runId) throws IOException {
    try {
      return at(hadoop, new Path(runs, runId).toString());
    } catch (IllegalArgumentException e) {
      throw noRunsPlace(runs + "/" + runId, e);
    }
  }

  static RunDirectory at(Configuration hadoop, String path) throws IOException {
    try {
      Path given = new Path(path);
      FileSystem files = PlainFiles.of(given, hadoop);
      Path root = files.makeQualified(given);
      if (isRunId(root.getName())) {
        return new RunDirectory(files, given, root);
      }
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw noRunsPlace(path, e);
    }
    throw noRunsPlace(path, null);
  }

  private static RunException noRunsPlace(String path, Exception cause) {
    return new RunException(
        "No run can be at '%s': expected a run's directory, RUNS/RUN-ID, its last name %s%s"
            .formatted(
                path,
                RUN_ID_RULE,
                cause == null
                    ? ""
                    : ", on a file system that this Spark knows (file:, hdfs:, …), found: "
                        + cause.getMessage()),
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
    } catch (FileNotFoundException | AccessControlException e) {
      // HDFS denies access to what would lie below a file.
      if (files.exists(runJson)) {
        throw e;
      }
      throw new RunException(
          "No run at %s: expected a directory with %s, as train makes it, found none. Give the run's directory, RUNS/RUN-ID%s"
              .formatted(root, RUN_JSON, likelier()),
          e);
    }
  }

  private String likelier() {
    Path folder = given.getParent();
    List<Path> folders = List.of(new Path(USUAL_RUNS), new Path(folder, USUAL_RUNS), folder);
    return Stream.concat(
            folders.stream().map(runs -> new Path(runs, runId())),
            folders.stream().flatMap(this::similar))
        .filter(run -> !files.makeQualified(run).equals(root) && isRun(run))
        .findFirst()
        .map("; did you mean %s?"::formatted)
        .orElse("");
  }

  private Stream<Path> similar(Path runs) {
    return SimilarNames.in(files, files.makeQualified(runs), runId()).stream()
        .filter(RunDirectory::isRunId)
        .map(name -> new Path(runs, name));
  }

  /** No if it cannot be seen: a hint is no reason to fail. */
  private boolean isRun(Path run) {
    try {
      return whole.exists(files.makeQualified(new Path(run, RUN_JSON)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * For the end of a message of a run that is not at a path: asks whether the one of that name was
   * meant that is in {@value #USUAL_RUNS}, here or beside it, or one of nearly that name there or
   * beside it; empty if there is none.
   */
  public static String likelier(Configuration hadoop, String path) throws IOException {
    return at(hadoop, path).likelier();
  }

  /**
   * Whether a training has the run, as far as can be told without waiting for a sign of life:
   * {@code run.json} says what the last one made of it until the next has read its data.
   */
  public boolean isBeingTrained() throws IOException {
    return RunLease.isHeld(files, new Path(root, LEASE));
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

  /** When an epoch was kept, as far as its file system tells: a copied one is of the copying. */
  public Instant keptAt(EpochRecord epoch) throws IOException {
    return epochs.keptAt(epoch.epoch());
  }

  /**
   * Makes sure that an epoch was trained as its run says.
   *
   * @throws RunException if it was trained by other options, data or software
   */
  public void requireOwn(EpochRecord epoch, RunRecord run) {
    if (!epoch.runSha256().equals(run.sha256())) {
      throw new RunException(
          "Epoch %d of %s was not trained as run.json says: expected options, data and software of SHA-256 %s, found %s. One of the two was edited, or is of another run: restore it"
              .formatted(epoch.epoch(), root, run.sha256(), epoch.runSha256()));
    }
  }

  /**
   * The archive of an epoch, as its record vouches for it.
   *
   * @throws RunException if it is not there, or its size or SHA-256 differ
   */
  public byte[] model(EpochRecord record) throws IOException {
    return epochs.model(record);
  }
}

package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
 * <p>An epoch's directory is written beside its place and renamed, and its {@code epoch.json},
 * which vouches for the model by size and SHA-256, is written last: an epoch is there whole, or not
 * at all. One writer at a time.
 */
public final class RunDirectory {
  /** What a run id is made of, in words. */
  public static final String RUN_ID_RULE =
      "up to 128 letters, digits, '.', '_' and '-', not beginning with a dot";

  /** Hive's name for null would be no run at all in the table of evaluations. */
  private static final Pattern RUN_ID =
      Pattern.compile("(?!__HIVE_DEFAULT_PARTITION__$)[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private static final Pattern EPOCH = Pattern.compile("\\d{5}");
  private static final String RUN_JSON = "run.json";
  private static final String EPOCH_JSON = "epoch.json";
  private static final String MODEL = "model.zip";

  private static final Duration POLL = Duration.ofSeconds(1);

  private final FileSystem files;
  private final Path root;
  private final JsonFiles json;

  private RunDirectory(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.json = new JsonFiles(files);
  }

  /**
   * Makes the directory of a new run.
   *
   * @param runs the folder of all runs; made if it is not there
   * @throws RunException if the run exists
   */
  public static RunDirectory create(Configuration hadoop, String runs, RunRecord run)
      throws IOException {
    RunDirectory directory = at(hadoop, new Path(runs, run.runId()));
    if (directory.files.exists(directory.root)) {
      throw new RunException(
          "Run %s exists already, and going on with a run is not possible yet: found %s. Choose another --run-id, or none"
              .formatted(run.runId(), directory.root));
    }
    directory.files.mkdirs(directory.epochsFolder());
    directory.update(run);
    return directory;
  }

  /**
   * The directory of a run that exists.
   *
   * @throws RunException if there is no run
   */
  public static RunDirectory open(Configuration hadoop, String path) throws IOException {
    RunDirectory directory = at(hadoop, new Path(path));
    if (!directory.files.exists(new Path(directory.root, RUN_JSON))) {
      throw new RunException(
          "No run at %s: expected a directory with %s, as train makes it. Give the run's directory, RUNS/RUN-ID"
              .formatted(directory.root, RUN_JSON));
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
    Instant end = Instant.now().plus(patience);
    Path run = new Path(path, RUN_JSON);
    while (!run.getFileSystem(hadoop).exists(run) && Instant.now().isBefore(end)) {
      Thread.sleep(POLL.toMillis());
    }
    return open(hadoop, path);
  }

  private static RunDirectory at(Configuration hadoop, Path root) throws IOException {
    FileSystem files = PlainFiles.of(root, hadoop);
    return new RunDirectory(files, files.makeQualified(root));
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

  /**
   * What {@code run.json} says.
   *
   * @throws RunException if it cannot be read as one
   */
  public RunRecord run() throws IOException {
    return json.read(new Path(root, RUN_JSON), RunRecord.class);
  }

  /** Replaces {@code run.json}. */
  public void update(RunRecord run) throws IOException {
    json.write(new Path(root, RUN_JSON), run);
  }

  /**
   * Keeps an epoch.
   *
   * @param model what {@code record} vouches for
   */
  public void keep(EpochRecord record, byte[] model) throws IOException {
    Path place = epochFolder(record.epoch());
    Path beside = new Path(place.getParent(), "." + place.getName() + ".part");
    files.delete(beside, true);
    json.writeBytes(new Path(beside, MODEL), model);
    json.write(new Path(beside, EPOCH_JSON), record);
    if (files.exists(place) || !files.rename(beside, place)) {
      throw new RunException(
          "Cannot keep epoch %d: expected nothing at %s, found something. Does another process write this run?"
              .formatted(record.epoch(), place));
    }
  }

  /**
   * The epochs that are kept, in their order.
   *
   * @throws RunException if an {@code epoch.json} cannot be read as one
   */
  public List<EpochRecord> epochs() throws IOException {
    List<EpochRecord> epochs = new ArrayList<>();
    for (FileStatus folder : epochFolders()) {
      Path vouching = new Path(folder.getPath(), EPOCH_JSON);
      if (files.exists(vouching)) {
        epochs.add(epoch(folder.getPath().getName(), vouching));
      }
    }
    epochs.sort(Comparator.comparingInt(EpochRecord::epoch));
    return epochs;
  }

  private FileStatus[] epochFolders() throws IOException {
    try {
      return files.listStatus(epochsFolder(), path -> EPOCH.matcher(path.getName()).matches());
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private EpochRecord epoch(String folder, Path vouching) throws IOException {
    EpochRecord record = json.read(vouching, EpochRecord.class);
    if (record.epoch() != Integer.parseInt(folder)) {
      throw new RunException(
          "%s is not of its folder: expected epoch %s, found %d. Was a folder copied or renamed by hand?"
              .formatted(vouching, folder, record.epoch()));
    }
    return record;
  }

  /**
   * The archive of an epoch, as its record vouches for it.
   *
   * @throws RunException if size or SHA-256 differ
   */
  public byte[] model(EpochRecord record) throws IOException {
    Path path = new Path(epochFolder(record.epoch()), MODEL);
    long length = files.getFileStatus(path).getLen();
    if (length != record.modelBytes()) {
      throw damaged(path, record.modelBytes() + " bytes", length + " bytes");
    }
    byte[] bytes = json.readBytes(path, record.modelBytes());
    String sha256 = Sha256.of(bytes);
    if (!sha256.equals(record.modelSha256())) {
      throw damaged(path, "SHA-256 " + record.modelSha256(), sha256);
    }
    return bytes;
  }

  private static RunException damaged(Path path, String expected, String found) {
    return new RunException(
        "The model %s is not the one that its %s vouches for: expected %s, found %s. It was damaged or replaced; restore it, or delete the epoch's folder"
            .formatted(path, EPOCH_JSON, expected, found));
  }

  private Path epochsFolder() {
    return new Path(root, "epochs");
  }

  private Path epochFolder(int epoch) {
    return new Path(epochsFolder(), "%05d".formatted(epoch));
  }
}

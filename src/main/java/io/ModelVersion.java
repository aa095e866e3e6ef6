package io;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A version of a model that is there whole. */
public final class ModelVersion {
  static final String MODEL = "model.zip";
  static final String RUN_JSON = "run.json";
  static final String EPOCH_JSON = "epoch.json";
  static final String DATA_JSON = "data.json";
  static final String DECISION_JSON = "decision.json";
  static final String JUDGEMENT_JSON = "judgement.json";
  static final String EVALUATION_JSON = "evaluation.json";
  static final String TRAINED_ROWS = "trained-rows.bin";

  private static final long MOST_BYTES = 64L << 20;

  /** As many as an array has. */
  private static final long MOST_TRAINED_ROWS_BYTES = Integer.MAX_VALUE;

  private final FileSystem files;
  private final Path folder;
  private final VersionRecord record;
  private final boolean blessed;

  ModelVersion(FileSystem files, Path folder, VersionRecord record, boolean blessed) {
    this.files = files;
    this.folder = folder;
    this.record = record;
    this.blessed = blessed;
  }

  public VersionRecord record() {
    return record;
  }

  /** Whether the gate promoted it. */
  public boolean isBlessed() {
    return blessed;
  }

  /** Where it lies, qualified with its file system. */
  public String path() {
    return folder.toString();
  }

  /** Its model, where it lies. */
  public ModelFile model() {
    VersionRecord.Content content = record.content(MODEL);
    return new ModelFile(
        new Path(folder, MODEL).toString(),
        content.bytes(),
        content.sha256(),
        record.parametersSha256());
  }

  /**
   * Its run, as it was when the version was made.
   *
   * @throws RunException if the file is not the one that is vouched for
   */
  public RunRecord run() throws IOException {
    return read(RUN_JSON, RunRecord.class);
  }

  /** What it was trained on; as {@link #run}. */
  public DataRecord data() throws IOException {
    return read(DATA_JSON, DataRecord.class);
  }

  /** What the gate said of it; as {@link #run}. */
  public DecisionRecord decision() throws IOException {
    return read(DECISION_JSON, DecisionRecord.class);
  }

  /** What it took the rows held out for; as {@link #run}. */
  public JudgementRecord judgement() throws IOException {
    return read(JUDGEMENT_JSON, JudgementRecord.class);
  }

  /** The hashes of the rows that it was trained on, eight bytes each; as {@link #run}. */
  public byte[] trainedRows() throws IOException {
    return bytes(TRAINED_ROWS);
  }

  /**
   * Reads every file.
   *
   * @throws RunException if one is not the one that is vouched for
   */
  public void requireWhole() throws IOException {
    for (VersionRecord.Content content : record.files()) {
      bytes(content.file());
    }
  }

  /**
   * Whether a look at the sizes shows that a file is damaged or gone; {@link #requireWhole} reads.
   */
  public boolean isSeenDamaged() throws IOException {
    WholeFiles whole = new WholeFiles(files);
    for (VersionRecord.Content content : record.files()) {
      Path path = new Path(folder, content.file());
      if (!whole.exists(path) || whole.status(path).getLen() != content.bytes()) {
        return true;
      }
    }
    return false;
  }

  private <T> T read(String file, Class<T> type) throws IOException {
    return JsonFiles.value(new Path(folder, file), bytes(file), type);
  }

  private byte[] bytes(String file) throws IOException {
    VersionRecord.Content content = record.content(file);
    Path path = new Path(folder, file);
    long most = file.equals(TRAINED_ROWS) ? MOST_TRAINED_ROWS_BYTES : MOST_BYTES;
    return new VouchedFile(path, content.bytes(), content.sha256(), most)
        .read(
            new WholeFiles(files),
            (expected, found) ->
                new RunException(
                    "%s is not the file that %s vouches for: expected %s, found %s. It was damaged, replaced or deleted: restore it%s, or take another version (models promote, models rollback)"
                        .formatted(
                            path,
                            blessed ? ModelDirectory.BLESSED : ModelDirectory.NOT_BLESSED,
                            expected,
                            found,
                            copyOf(file))));
  }

  /** A run is not deleted when its version is made. */
  private String copyOf(String file) {
    return file.equals(MODEL)
        ? String.format(
            Locale.ROOT,
            " (its run keeps the same file: RUNS/%s/epochs/%05d/model.zip)",
            record.runId(),
            record.epoch())
        : "";
  }
}

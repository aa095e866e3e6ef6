package io;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The epochs of a run: {@code 00001/model.zip}, {@code 00001/replicas.parquet}, and then {@code
 * 00001/epoch.json}, which vouches for the model by size and SHA-256.
 *
 * <p>An epoch is there when its {@code epoch.json} is. Each file is moved into its place finished,
 * no folder ever is: on object stores that would be file by file.
 */
final class EpochFolders {
  private static final Pattern EPOCH = Pattern.compile("\\d{5}");
  private static final String EPOCH_JSON = "epoch.json";
  private static final String MODEL = "model.zip";
  private static final String REPLICAS = "replicas.parquet";

  /** Names, the longest numbers and the longest host of a replica are 510 bytes; the rest 600. */
  static final int MOST_EPOCH_JSON_BYTES = 520 * EpochRecord.MOST_REPLICAS;

  private final FileSystem files;
  private final Path root;
  private final JsonFiles json;
  private final WholeFiles whole;

  EpochFolders(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.json = new JsonFiles(files);
    this.whole = new WholeFiles(files);
  }

  /**
   * @param lease to be held at each step
   */
  void keep(EpochRecord record, byte[] model, RunLease lease) throws IOException {
    Path folder = folder(record.epoch());
    Path vouching = new Path(folder, EPOCH_JSON);
    if (files.exists(vouching)) {
      throw new RunException(
          "Cannot keep epoch %d: expected nothing at %s, found an epoch. Does another process write this run?"
              .formatted(record.epoch(), vouching));
    }
    byte[] text = JsonFiles.bytes(vouching, record, MOST_EPOCH_JSON_BYTES);
    lease.delete(unfinished(folder));
    lease.requireHeld();
    whole.write(new Path(folder, MODEL), model);
    lease.requireHeld();
    whole.write(new Path(folder, REPLICAS), ReplicaFigures.bytes(record, files.getConf()));
    lease.requireHeld();
    whole.write(vouching, text);
  }

  private List<Path> unfinished(Path folder) throws IOException {
    return whole.unfinished(folder, Set.of(MODEL, REPLICAS, EPOCH_JSON)::contains);
  }

  List<EpochRecord> besides(Set<Integer> known) throws IOException {
    List<EpochRecord> epochs = new ArrayList<>();
    for (Path folder : folders()) {
      Path vouching = new Path(folder, EPOCH_JSON);
      if (!known.contains(epoch(folder)) && whole.exists(vouching)) {
        epochs.add(epoch(folder.getName(), vouching));
      }
    }
    epochs.sort(Comparator.comparingInt(EpochRecord::epoch));
    return epochs;
  }

  private List<Path> folders() throws IOException {
    return PlainFiles.entries(files, root).stream()
        .map(FileStatus::getPath)
        .filter(path -> EPOCH.matcher(path.getName()).matches())
        .toList();
  }

  private EpochRecord epoch(String folder, Path vouching) throws IOException {
    EpochRecord record = json.read(vouching, EpochRecord.class, MOST_EPOCH_JSON_BYTES);
    if (record.epoch() != Integer.parseInt(folder)) {
      throw new RunException(
          "%s is not of its folder: expected epoch %s, found %d. Was a folder copied or renamed by hand?"
              .formatted(vouching, folder, record.epoch()));
    }
    return record;
  }

  Instant keptAt(int epoch) throws IOException {
    FileStatus vouching = whole.status(new Path(folder(epoch), EPOCH_JSON));
    return Instant.ofEpochMilli(vouching.getModificationTime());
  }

  byte[] model(EpochRecord record) throws IOException {
    Path path = new Path(folder(record.epoch()), MODEL);
    return new VouchedFile(path, record.modelBytes(), record.modelSha256())
        .read(whole, (expected, found) -> damaged(path, expected, found));
  }

  private static RunException damaged(Path path, String expected, String found) {
    return new RunException(
        "The model %s is not the one that its %s vouches for: expected %s, found %s. It was damaged, replaced or deleted; restore it, or delete the epoch's folder and those after it, and train on"
            .formatted(path, EPOCH_JSON, expected, found));
  }

  /**
   * Deletes what a writer that was stopped within an epoch left, and folders that are empty without
   * it. That is in the folder after the last epoch, if none before it is missing: no other is
   * begun, and a model elsewhere is one whose {@code epoch.json} was lost, or somebody's own.
   *
   * @param lease to be held at each deletion: a model is without its {@code epoch.json} while an
   *     epoch is kept, too
   */
  void deleteUnvouched(RunLease lease) throws IOException {
    SortedSet<Integer> vouched = new TreeSet<>();
    for (Path folder : folders()) {
      if (whole.exists(new Path(folder, EPOCH_JSON))) {
        vouched.add(epoch(folder));
      }
    }
    boolean gapless =
        vouched.isEmpty() || (vouched.first() == 1 && vouched.last() == vouched.size());
    if (gapless && deleteLeft(folder(vouched.size() + 1), lease)) {
      lease.requireHeld();
      whole.deleteIfEmpty(root);
    }
  }

  /** Whether there was such a folder, and is none now. */
  private boolean deleteLeft(Path next, RunLease lease) throws IOException {
    if (!files.exists(next)) {
      return false;
    }
    List<Path> left = new ArrayList<>(unfinished(next));
    for (String name : List.of(REPLICAS, MODEL)) {
      if (files.exists(new Path(next, name))) {
        left.add(new Path(next, name));
      }
    }
    lease.delete(left);
    lease.requireHeld();
    whole.deleteIfEmpty(next);
    return !files.exists(next);
  }

  private static int epoch(Path folder) {
    return Integer.parseInt(folder.getName());
  }

  private Path folder(int epoch) {
    return new Path(root, String.format(Locale.ROOT, "%05d", epoch));
  }
}

package io;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one writer of a table, or of a data set, prepares its files: {@code TABLE/_staging-UUID},
 * which readers of tables skip for the underscore. Its {@code owner.json} tells whose it is, as a
 * lease does.
 *
 * <p>A writer that is stopped deletes it in ending. What a killed one left is deleted by the next:
 * at once if its process was on this machine and is gone, and otherwise when nothing in it was
 * written for an hour, by the clock of the file system. (HDFS tells of an open file when it was
 * begun.) A writer of this machine that lives keeps its folder for as long as it wants, and nothing
 * else in a table is ever deleted.
 */
public final class Staging implements Closeable {
  /** Far longer than a writing takes, whoever's it is. */
  static final Duration SILENCE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final String PREFIX = "_staging-";
  private static final Pattern NAME = Pattern.compile(PREFIX + WholeFiles.UUID_FORM);
  private static final String OWNER = "owner.json";

  private final FileSystem files;
  private final Path folder;
  private final JsonFiles json;

  private Staging(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.json = new JsonFiles(files);
  }

  /** Makes one, and the table around it, and deletes those that killed writers left there. */
  public static Staging begin(FileSystem files, Path table) throws IOException {
    Staging staging = new Staging(files, new Path(table, PREFIX + UUID.randomUUID()));
    try {
      staging.sign();
      staging.deleteAbandoned(table);
      return staging;
    } catch (IOException | RuntimeException e) {
      try {
        staging.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void sign() throws IOException {
    Path place = new Path(folder, OWNER);
    PlainFiles.makeFolders(files, folder);
    files.deleteOnExit(folder); // what is not there yet would be forgotten
    new WholeFiles(files).writeAnew(place, JsonFiles.bytes(place, ThisProcess.lease()));
  }

  /** Where its file or folder is prepared; not there yet. */
  public Path rows() {
    return new Path(folder, "rows");
  }

  private void deleteAbandoned(Path table) throws IOException {
    long now = files.getFileStatus(new Path(folder, OWNER)).getModificationTime();
    for (FileStatus other : files.listStatus(table, path -> isOther(path))) {
      try {
        if (other.isDirectory() && isAbandoned(other, now)) {
          LOG.info("deleting what a killed writer left: {}", other.getPath());
          files.delete(other.getPath(), true);
        }
      } catch (FileNotFoundException e) {
        LOG.debug("its writer has ended, or somebody else deleted it: {}", e.toString());
      } catch (IOException e) {
        LOG.warn("cannot tell whose {} is, and leave it: {}", other.getPath(), e.toString());
      }
    }
  }

  private boolean isOther(Path path) {
    return NAME.matcher(path.getName()).matches() && !path.getName().equals(folder.getName());
  }

  private boolean isAbandoned(FileStatus staging, long now) throws IOException {
    ThisProcess.Fate fate =
        owner(staging.getPath()).map(ThisProcess::fate).orElse(ThisProcess.Fate.UNKNOWN);
    return switch (fate) {
      case LIVING -> false;
      case GONE -> true;
      case UNKNOWN -> now - lastWritten(staging) > SILENCE.toMillis();
    };
  }

  /** Empty until the file is written, and if it is no lease. */
  private Optional<LeaseRecord> owner(Path staging) throws IOException {
    try {
      return Optional.of(json.read(new Path(staging, OWNER), LeaseRecord.class));
    } catch (FileNotFoundException | RunException e) {
      return Optional.empty();
    }
  }

  /** The newest of its files; only where there is none its own: on object stores that is now. */
  private long lastWritten(FileStatus staging) throws IOException {
    long newest = newestFile(staging.getPath());
    return newest == 0 ? staging.getModificationTime() : newest;
  }

  /**
   * 0 if there is none. (Hadoop's own walk would ask for the rights of each local file, by a
   * process that fails if the file is gone by then.)
   */
  private long newestFile(Path folder) throws IOException {
    long newest = 0;
    for (FileStatus entry : files.listStatus(folder)) {
      newest =
          Math.max(
              newest,
              entry.isDirectory() ? newestFile(entry.getPath()) : entry.getModificationTime());
    }
    return newest;
  }

  @Override
  public void close() throws IOException {
    files.delete(folder, true);
    files.cancelDeleteOnExit(folder);
  }
}

package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.ipc.RemoteException;

/** {@code RUN/lease}: the files of a {@link RunLease}, by their numbers. */
final class LeaseFolder {
  /** The highest number that a file can have. */
  static final int MOST = 999_999_999;

  private static final Pattern FILE = Pattern.compile("\\d{5,9}\\.json");

  private final FileSystem files;
  private final Path folder;
  private final JsonFiles json;
  private final WholeFiles whole;

  LeaseFolder(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.json = new JsonFiles(files);
    this.whole = new WholeFiles(files);
  }

  /** The run that they are of. */
  Path run() {
    return folder.getParent();
  }

  Path file(int number) {
    return new Path(folder, String.format(Locale.ROOT, "%05d.json", number));
  }

  /**
   * Makes the folder, and those above it, if they are not there.
   *
   * @return whether the run's was not there
   */
  boolean make() throws IOException {
    boolean there = files.exists(run());
    PlainFiles.makeFolders(files, folder);
    return !there;
  }

  /** 0 if there is none. */
  int highest() throws IOException {
    return leases().mapToInt(path -> number(path.getName())).max().orElse(0);
  }

  private Stream<Path> leases() throws IOException {
    return PlainFiles.entries(files, folder).stream()
        .map(FileStatus::getPath)
        .filter(path -> isLease(path.getName()));
  }

  private static boolean isLease(String name) {
    return FILE.matcher(name).matches();
  }

  private static int number(String name) {
    return Integer.parseInt(name.replace(".json", ""));
  }

  boolean holds(int number) throws IOException {
    return files.exists(file(number));
  }

  /** Empty if there is no such file, or it is no lease. */
  Optional<LeaseRecord> read(int number) throws IOException {
    try {
      return Optional.of(json.read(file(number), LeaseRecord.class));
    } catch (FileNotFoundException | RunException e) {
      return Optional.empty();
    }
  }

  /** Whether that file is now this one: of several callers for one number one is told so. */
  boolean add(int number, LeaseRecord lease) throws IOException {
    try {
      return json.writeFirst(file(number), lease);
    } catch (IOException e) {
      if (isDeleted(e.getCause())) {
        // The last owner discards the folder in this moment, or the next one was first.
        return false;
      }
      throw e;
    }
  }

  /** As local disks and HDFS say that what was being written is there no more. */
  private static boolean isDeleted(Throwable cause) {
    return cause instanceof NoSuchFileException
        || cause instanceof FileNotFoundException
        || (cause instanceof RemoteException told
            && told.getClassName().equals(FileNotFoundException.class.getName()));
  }

  void replace(int number, LeaseRecord lease) throws IOException {
    json.write(file(number), lease);
  }

  /**
   * What there is of lower numbers, and what was or is being written: whoever still writes comes
   * too late.
   */
  List<Path> besides(int number) throws IOException {
    return Stream.concat(
            whole.unfinished(folder, LeaseFolder::isLease).stream(),
            leases().filter(path -> number(path.getName()) < number))
        .toList();
  }

  void delete(Path file) throws IOException {
    files.delete(file, false);
  }

  void deleteIfEmpty() throws IOException {
    whole.deleteIfEmpty(folder);
  }

  void deleteRunIfEmpty() throws IOException {
    whole.deleteIfEmpty(run());
  }
}

package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@code RUN/lease}: the files of a {@link RunLease}, by their numbers. */
final class LeaseFolder {
  /** The highest number that a file can have. */
  static final int MOST = 999_999_999;

  private static final Pattern FILE = Pattern.compile("\\d{5,9}\\.json");

  private final FileSystem files;
  private final Path folder;
  private final JsonFiles json;

  LeaseFolder(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.json = new JsonFiles(files);
  }

  /** The run that they are of. */
  Path run() {
    return folder.getParent();
  }

  Path file(int number) {
    return new Path(folder, String.format(Locale.ROOT, "%05d.json", number));
  }

  /** Makes the folder, and those above it, if they are not there. */
  void make() throws IOException {
    PlainFiles.makeFolders(files, folder);
  }

  /** 0 if there is none. */
  int highest() throws IOException {
    int highest = 0;
    try {
      for (FileStatus entry : files.listStatus(folder, LeaseFolder::isLease)) {
        highest = Math.max(highest, number(entry.getPath()));
      }
    } catch (FileNotFoundException e) {
      return 0;
    }
    return highest;
  }

  private static boolean isLease(Path path) {
    return FILE.matcher(path.getName()).matches();
  }

  private static int number(Path path) {
    return Integer.parseInt(path.getName().replace(".json", ""));
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
      if (e.getCause() instanceof NoSuchFileException) {
        return false; // the last owner discards the folder in this moment
      }
      throw e;
    }
  }

  void replace(int number, LeaseRecord lease) throws IOException {
    json.write(file(number), lease);
  }

  /** What there is of lower numbers, and of any that was being written. */
  List<Path> besides(int number) throws IOException {
    List<Path> found =
        new ArrayList<>(json.unfinished(folder, name -> FILE.matcher(name).matches()));
    for (FileStatus entry : files.listStatus(folder, LeaseFolder::isLease)) {
      if (number(entry.getPath()) < number) {
        found.add(entry.getPath());
      }
    }
    return found;
  }

  void delete(Path file) throws IOException {
    files.delete(file, false);
  }

  void deleteIfEmpty() throws IOException {
    json.deleteIfEmpty(folder);
  }
}

package io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something can be written at a place, tried before work is spent on it: rights alone do
 * not tell (a disk that is mounted to be read, an object store's rules).
 */
public final class PlaceTrial {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceTrial.class);

  private PlaceTrial() {}

  /**
   * Writes an empty file where the place's folder is, or is to be, and deletes it with the folders
   * that were made for it.
   *
   * @param option that names the place, for messages
   * @throws RunException if that cannot be done, naming the place
   */
  public static void require(Configuration hadoop, String place, String option) {
    try {
      Path given = path(hadoop, place, option);
      FileSystem files = PlainFiles.of(given, hadoop);
      Path qualified = files.makeQualified(given);
      if (PlainFiles.isLocal(qualified)) {
        tryLocally(PlainFiles.local(qualified));
      } else {
        tryBeside(files, qualified);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException(
          "Cannot write %s (%s): expected a folder in which a file can be made, found %s. Check rights there, or name another place; nothing was begun"
              .formatted(place, option, e),
          e);
    }
  }

  private static Path path(Configuration hadoop, String place, String option) throws IOException {
    try {
      Path path = new Path(place);
      path.getFileSystem(hadoop);
      if (path.isRoot()) {
        throw new IllegalArgumentException("the root of one");
      }
      return path;
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new RunException(
          "Cannot write '%s' (%s): expected a place on a file system that is known here (file:, hdfs:, …), found: %s. Name another; nothing was begun"
              .formatted(place, option, e.getMessage()),
          e);
    }
  }

  private static void tryLocally(java.nio.file.Path place) throws IOException {
    java.nio.file.Path folder = place.getParent();
    while (folder.getParent() != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    Files.delete(Files.createTempFile(folder, ".lenet", ".part"));
  }

  /** In the very folder: rights on object stores may be given to names that begin with its own. */
  private static void tryBeside(FileSystem files, Path place) throws IOException {
    List<Path> missing = missingAbove(files, place);
    WholeFiles whole = new WholeFiles(files);
    Path beside = WholeFiles.beside(place);
    try (OutputStream out = PlainFiles.create(files, beside)) {
      out.flush();
    } finally {
      files.delete(beside, false);
      missing.forEach(folder -> deleteIfEmpty(whole, folder));
    }
  }

  /** Somebody else may use it by now, or have deleted it: the place is good all the same. */
  private static void deleteIfEmpty(WholeFiles files, Path folder) {
    try {
      files.deleteIfEmpty(folder);
    } catch (IOException e) {
      LOG.debug("left {}", folder, e);
    }
  }

  /** The folders that making a file makes, the innermost first. */
  private static List<Path> missingAbove(FileSystem files, Path place) {
    List<Path> missing = new ArrayList<>();
    for (Path folder = place.getParent(); isMissing(files, folder); folder = folder.getParent()) {
      missing.add(folder);
    }
    return missing;
  }

  /** What may not be looked at is not ours to delete, and the file may be allowed all the same. */
  private static boolean isMissing(FileSystem files, Path folder) {
    try {
      return !folder.isRoot() && !files.exists(folder);
    } catch (IOException e) {
      return false;
    }
  }
}

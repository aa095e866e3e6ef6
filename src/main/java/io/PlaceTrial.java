package io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Whether something can be written at a place, tried before work is spent on it: rights alone do
 * not tell (a disk that is mounted to be read, an object store's rules).
 */
public final class PlaceTrial {
  private PlaceTrial() {}

  /**
   * Writes an empty file where the place's folder is, or the nearest one above that is there, and
   * deletes it.
   *
   * @param option that names the place, for messages
   * @throws RunException if that cannot be done, naming the place
   */
  public static void require(Configuration hadoop, String place, String option) {
    try {
      Path given = new Path(place);
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

  private static void tryLocally(java.nio.file.Path place) throws IOException {
    java.nio.file.Path folder = place.getParent();
    while (folder.getParent() != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    Files.delete(Files.createTempFile(folder, ".lenet", ".part"));
  }

  /** Object stores have no folders, and HDFS makes them: there is none to look for. */
  private static void tryBeside(FileSystem files, Path place) throws IOException {
    Path beside =
        new Path(place.getParent(), ".%s.%s.part".formatted(place.getName(), UUID.randomUUID()));
    try (OutputStream out = PlainFiles.create(files, beside)) {
      out.flush();
    } finally {
      files.delete(beside, false);
    }
  }
}

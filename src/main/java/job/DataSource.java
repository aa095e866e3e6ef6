package job;

import io.RunRecord;
import io.digits.DrawnDigits;
import io.idx.IdxPair;
import io.idx.IdxRows;
import io.idx.LabelledRows;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * What {@code --data} names: a directory of IDX files, or the digits that this project draws
 * itself.
 *
 * @param name as given
 * @param runs the folder of all runs, where the drawn digits are put: driver and executors both see
 *     it
 */
record DataSource(String name, String runs) {
  static final String BUILTIN = "builtin:digits";

  /** Another number whenever the digits are drawn otherwise: old ones are never mixed with new. */
  private static final String DIRECTORY = ".builtin-digits-1";

  /**
   * What names the data of a run that was begun.
   *
   * @param run where the run lies, for the message
   * @throws UnusableDataException if {@code run.json} names files that cannot be
   */
  static String nameOf(RunRecord.Data begun, String run) {
    if (begun.source().equals(BUILTIN)) {
      return BUILTIN;
    }
    try {
      Path folder = new Path(begun.images()).getParent();
      if (folder != null) {
        return folder.toString();
      }
    } catch (IllegalArgumentException e) {
      throw noFile(begun, run, e);
    }
    throw noFile(begun, run, null);
  }

  private static UnusableDataException noFile(RunRecord.Data begun, String run, Exception cause) {
    return new UnusableDataException(
        "run.json of %s names no file of images: expected a path, found '%s'. It was edited: restore it, or name the data (--data)"
            .formatted(run, begun.images()),
        cause);
  }

  /**
   * For a command line that scores on its test set; a placeholder if it has none, or none that can
   * be seen from here: a hint is no reason to fail.
   */
  String testSet(Configuration hadoop) {
    if (name.equals(BUILTIN)) {
      return name;
    }
    return hasTestSet(hadoop) ? Shell.quoted(name) : "TEST-SET";
  }

  /** Whether there is one that can be seen from here. */
  boolean hasTestSet(Configuration hadoop) {
    try {
      IdxPair.find(hadoop, directory(hadoop), IdxPair.TEST);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * The directory of the four files; the drawn digits are made there first if they are not there.
   */
  String directory(Configuration hadoop) throws IOException {
    boolean builtin = name.equals(BUILTIN);
    String directory = qualified(hadoop, builtin);
    if (builtin) {
      DrawnDigits.writeTo(hadoop, directory);
    }
    return directory;
  }

  /**
   * Single rows to look at, without Spark; the drawn digits are drawn for it and written nowhere.
   *
   * @param prefix {@link IdxPair#TRAIN} or {@link IdxPair#TEST}
   * @throws io.idx.IdxException if the files are not there, or no pair
   */
  LabelledRows rows(Configuration hadoop, String prefix) throws IOException {
    return name.equals(BUILTIN)
        ? DrawnDigits.rows(prefix)
        : IdxRows.open(hadoop, IdxPair.find(hadoop, directory(hadoop), prefix));
  }

  private String qualified(Configuration hadoop, boolean builtin) throws IOException {
    try {
      Path path = builtin ? new Path(runs, DIRECTORY) : new Path(name);
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new UnusableDataException(
          "No data can be at '%s': expected a directory on a file system that this Spark knows (file:, hdfs:, …), found: %s. Name another (--data)"
              .formatted(builtin ? runs : name, e.getMessage()),
          e);
    }
  }
}

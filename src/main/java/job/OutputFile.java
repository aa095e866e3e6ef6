package job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The file that {@code --output} names. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Before any work is done for it: nobody wants to hear of a fault of the command line after it.
   *
   * @param what it is to be, such as {@code picture}
   * @throws UnusableDataException if no file can have that name
   */
  static void require(Configuration hadoop, String file, String what) throws IOException {
    try {
      new Path(file).getFileSystem(hadoop);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new UnusableDataException(
          "No %s can be at '%s': expected a file on a file system that is known here (file:, hdfs:, …), found: %s. Name another (--output)"
              .formatted(what, file, e.getMessage()),
          e);
    }
  }
}

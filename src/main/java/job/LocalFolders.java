package job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;

/** Spark's local folders: where a driver keeps temporary files, and in local mode training rows. */
final class LocalFolders {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private LocalFolders() {}

  /** Where Spark keeps what it needs for a while, as its settings and environment say. */
  static List<String> names() {
    return List.of(Utils.getConfiguredLocalDirs(new SparkConf()));
  }

  /**
   * Looks for one in which a folder can be made, before Spark does: it would end the process with
   * an exit code of its own and no last word.
   *
   * @throws IOException if there is none
   */
  static void requireSpace() throws IOException {
    List<String> folders = names();
    List<String> refusals = new ArrayList<>();
    for (String folder : folders) {
      try {
        Path place = Path.of(folder);
        if (!Files.isDirectory(place)) { // which may be a link to one
          Files.createDirectories(place);
        }
        Files.delete(Files.createTempDirectory(place, "lenet-spark-"));
        return;
      } catch (IOException e) {
        refusals.add(e.toString());
      }
    }
    throw new IOException(
        "Spark's temporary folders cannot be used: expected one of %s in which a folder can be made, found none: %s. Check rights and space there, or name another: --conf spark.local.dir=DIR"
            .formatted(folders, String.join("; ", refusals)));
  }

  /**
   * Closes the folders of the session that has begun to other users: Spark leaves that to the
   * umask, and the disk is often {@code /tmp}. (Those of a cluster's executors are the cluster
   * manager's to close.)
   */
  static void closeToOthers() throws IOException {
    for (File folder : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      close(folder);
    }
  }

  private static void close(File folder) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(folder.toPath(), PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(OWNERS);
    }
  }
}

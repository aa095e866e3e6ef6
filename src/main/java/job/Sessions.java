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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/** The session of a job. */
final class Sessions {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private Sessions() {}

  /**
   * Begins the session that {@code spark-submit} asks for. What its driver keeps on local disks, in
   * local mode the training rows, is closed to other users from the start: Spark leaves that to the
   * umask, and the disk is often {@code /tmp}. (The folders of a cluster's executors are the
   * cluster manager's to close.)
   *
   * @throws IOException if Spark can use none of its folders
   */
  static SparkSession begin() throws IOException {
    requireSpace(localFolders());
    SparkSession session = SparkSession.builder().getOrCreate();
    for (File folder : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      close(folder);
    }
    return session;
  }

  /** Where Spark keeps what it needs for a while, as its settings and environment say. */
  static List<String> localFolders() {
    return List.of(Utils.getConfiguredLocalDirs(new SparkConf()));
  }

  /** Spark would end the process by itself, with an exit code of its own and no last word. */
  private static void requireSpace(List<String> folders) throws IOException {
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

  private static void close(File folder) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(folder.toPath(), PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(OWNERS);
    }
  }
}

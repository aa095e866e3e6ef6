package job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

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
   * umask, and the disk is often {@code /tmp}. (Executors of a cluster have folders that their
   * worker or node manager has closed.)
   */
  static SparkSession begin() throws IOException {
    SparkSession session = SparkSession.builder().getOrCreate();
    for (File folder : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      close(folder);
    }
    return session;
  }

  private static void close(File folder) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(folder.toPath(), PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(OWNERS);
    }
  }
}

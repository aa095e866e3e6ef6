package job;

import java.io.File;
import model.NativeKernels;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where JavaCPP unpacks native libraries before they are loaded: {@code .javacpp/cache} in the home
 * of the user. Where that cannot be written (a service without a home, a container with a user id
 * of its own), JavaCPP would take a folder below the temporary one whose name anybody can tell, and
 * load what somebody else may have put there.
 */
final class NativeCache {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCache.class);

  /** The two properties that JavaCPP looks at, the first one first. */
  private static final String PLACE = "org.bytedeco.javacpp.cachedir";

  private static final String OTHER_PLACE = "org.bytedeco.javacpp.cacheDir";

  private NativeCache() {}

  /**
   * Sees to it that JavaCPP takes no folder of others: to be called before ND4J is first asked for
   * anything. Does nothing if the home can be used, or the place was set.
   *
   * @throws IllegalStateException if the temporary folder cannot be closed to others
   */
  static synchronized void settle() {
    if (System.getProperty(PLACE) != null || System.getProperty(OTHER_PLACE) != null) {
      return;
    }
    File usual = new File(System.getProperty("user.home"), ".javacpp/cache");
    if (!usual.isAbsolute() || !isUsable(usual)) { // a user without an entry has the home "?"
      File own = Utils.createTempDir(System.getProperty("java.io.tmpdir"), "natives");
      if (!closeToOthers(own)) {
        throw new IllegalStateException("Cannot close %s to other users".formatted(own));
      }
      System.setProperty(PLACE, own.getPath());
      LOG.warn(
          "native libraries are unpacked to {}, at each start anew: expected {} to be writable, found that it is not; -D{}=DIR names another",
          own,
          usual,
          PLACE);
    }
  }

  /**
   * Settles it, and has this thread load ND4J's natives before another is started. While JavaCPP
   * loads them it goes through all that is loaded and closes libraries meanwhile, and glibc stands
   * still for ever if another thread, such as one that starts Spark, opens a library at that moment
   * (dl_iterate_phdr and dlopen take the loader's two locks in opposite order). What fails here is
   * told to whoever needs the natives.
   */
  static void settleAndLoad() {
    settle();
    try {
      NativeKernels.prepare();
    } catch (LinkageError e) {
      LOG.debug("natives could not be loaded", e);
    }
  }

  /** As JavaCPP itself asks. */
  private static boolean isUsable(File folder) {
    return (folder.exists() || folder.mkdirs())
        && folder.canRead()
        && folder.canWrite()
        && folder.canExecute();
  }

  private static boolean closeToOthers(File folder) {
    return folder.setReadable(false, false)
        && folder.setWritable(false, false)
        && folder.setExecutable(false, false)
        && folder.setReadable(true, true)
        && folder.setWritable(true, true)
        && folder.setExecutable(true, true);
  }
}

package model;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ND4J's native library, set up once a JVM for replicas: one thread each, and DL4J's oneDNN helpers
 * on, which are off by default and make training five times faster.
 */
public final class NativeKernels {
  private static final Logger LOG = LoggerFactory.getLogger(NativeKernels.class);
  private static final AtomicBoolean CHECKED = new AtomicBoolean();

  /** The library that holds ND4J's own code for Java, as JavaCPP names it. */
  private static final String LIBRARY = "jnind4jcpu";

  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  /** Of memory that ran out, which DL4J writes into the working directory. */
  private static final String CRASH_DUMPS = "org.deeplearning4j.crash.reporting.enabled";

  private NativeKernels() {}

  /**
   * Loads the native library and holds the calling thread to one native thread; the first task of a
   * JVM warns if its tasks have more threads than there are cores.
   */
  public static void prepare() {
    Loaded.describe();
    NativeThreads.holdOpenMpToOne();
    warnOfCrowding();
  }

  /** What is loaded, for logs and {@code run.json}. */
  public static String description() {
    return Loaded.describe();
  }

  /**
   * Gives a network's native memory back now, not when the garbage collector gets to it; the
   * network is of no use after. Unlike DL4J's {@code close}, and unlike ND4J's destroying of all
   * workspaces at once, it does not run a collection of the whole heap.
   */
  static void release(MultiLayerNetwork network) {
    Updater updater = network.getUpdater(false);
    close(updater == null ? null : updater.getStateViewArray());
    close(network.params());
    close(network.getFlattenedGradients());
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    List<MemoryWorkspace> ofThisThread = workspaces.getAllWorkspacesForCurrentThread();
    ofThisThread.forEach(workspaces::destroyWorkspace);
  }

  private static void close(INDArray array) {
    if (array != null && array.closeable()) {
      array.close();
    }
  }

  private static final class Loaded {
    private static final String DESCRIPTION = load();

    private Loaded() {}

    static String describe() {
      return DESCRIPTION;
    }

    private static String load() {
      if (System.getProperty(HELPERS_DISABLED) == null) {
        System.setProperty(HELPERS_DISABLED, "false");
      }
      if (System.getProperty(CRASH_DUMPS) == null) {
        System.setProperty(CRASH_DUMPS, "false");
      }
      NativeThreads.holdBlasToOne();
      NativeThreads.holdOpenMpToOne();
      Properties found = Nd4j.getExecutioner().getEnvironmentInformation();
      String description =
          "ND4J %s %s, BLAS %s with %s thread(s), OpenMP %s thread(s), oneDNN helpers %s"
              .formatted(
                  found.getProperty("backend"),
                  build(),
                  found.get("blas.vendor"),
                  found.get("blas.threads"),
                  found.get("omp.threads"),
                  Nd4j.getEnvironment().helpersAllowed() ? "on" : "off");
      LOG.info(description);
      return description;
    }

    /** Platform and CPU extension, as the library that JavaCPP has loaded lies in its cache. */
    private static String build() {
      String library = Loader.getLoadedLibraries().get(LIBRARY);
      return library == null
          ? "of unknown build"
          : library.replaceAll(".*[/\\\\]([^/\\\\]+)[/\\\\][^/\\\\]+", "$1");
    }
  }

  /** Once a JVM, by the first task: whoever loads the library may be there before Spark is. */
  private static void warnOfCrowding() {
    if (TaskContext.get() == null || CHECKED.getAndSet(true)) {
      return;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    Properties found = Nd4j.getExecutioner().getEnvironmentInformation();
    NativeThreads.crowding(
            NativeThreads.taskSlots(SparkEnv.get().conf(), cores),
            (Integer) found.get("omp.threads"),
            (Integer) found.get("blas.threads"),
            cores)
        .ifPresent(LOG::warn);
  }
}

package model;

import java.util.List;
import java.util.Properties;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ND4J's native library, set up once a JVM for replicas: one thread each, since Spark already runs
 * one task a core, and DL4J's oneDNN helpers on, which are off by default and make training five
 * times faster.
 */
public final class NativeKernels {
  private static final Logger LOG = LoggerFactory.getLogger(NativeKernels.class);
  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private NativeKernels() {}

  /** Loads and sets up the native library; again does nothing. */
  public static void prepare() {
    Loaded.describe();
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
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      Properties found = Nd4j.getExecutioner().getEnvironmentInformation();
      String description =
          "ND4J %s, BLAS %s with %s thread(s), OpenMP %s thread(s), oneDNN helpers %s"
              .formatted(
                  found.getProperty("backend"),
                  found.get("blas.vendor"),
                  found.get("blas.threads"),
                  found.get("omp.threads"),
                  Nd4j.getEnvironment().helpersAllowed() ? "on" : "off");
      LOG.info(description);
      return description;
    }
  }
}

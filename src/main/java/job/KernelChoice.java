package job;

import model.Architecture;
import model.Kernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code --kernels}: what does the arithmetic. */
enum KernelChoice {
  /** The fast ones where they can run, else DL4J's. */
  AUTO {
    @Override
    Kernels of(Architecture architecture) {
      return Kernels.FAST
          .obstacle(architecture)
          .map(
              obstacle -> {
                LOG.info("DL4J's own layers compute, for of the fast kernels: {}", obstacle);
                return Kernels.DL4J;
              })
          .orElse(Kernels.FAST);
    }
  },

  /** This project's own, or an error. */
  FAST {
    @Override
    Kernels of(Architecture architecture) {
      Kernels.FAST.requireNoObstacle(architecture);
      return Kernels.FAST;
    }
  },

  /** DL4J's layers. */
  DL4J {
    @Override
    Kernels of(Architecture architecture) {
      return Kernels.DL4J;
    }
  };

  static final String DESCRIPTION =
      "auto, fast, dl4j: this project's own arithmetic where it can be had, or DL4J's layers. Default: ${DEFAULT-VALUE}.";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /**
   * What to compute with in this JVM and on its executors.
   *
   * @throws model.UnusableKernelsException if the choice cannot be had
   */
  abstract Kernels of(Architecture architecture);
}

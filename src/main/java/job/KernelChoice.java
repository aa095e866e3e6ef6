package job;

import java.util.Locale;
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
                LOG.info("DL4J's own layers train, for the fast kernels cannot: {}", obstacle);
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

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What to compute with, as far as this JVM can tell: a task on an executor that cannot run it
   * fails with {@link model.UnusableKernelsException}.
   *
   * @throws model.UnusableKernelsException if this JVM cannot run what was chosen
   */
  abstract Kernels of(Architecture architecture);
}

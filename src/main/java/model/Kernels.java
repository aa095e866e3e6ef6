package model;

import java.util.Arrays;
import java.util.Optional;
import model.fast.VectorApi;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What does a network's arithmetic while it trains or is scored. */
public enum Kernels {
  /** This project's own, in Java's Vector API: the same bits on every processor that runs them. */
  FAST("fast") {
    @Override
    public boolean covers(Architecture architecture) {
      return FastNetwork.covers(architecture);
    }

    @Override
    public Optional<String> obstacle(Architecture architecture) {
      return covers(architecture)
          ? VectorApi.obstacle()
          : Optional.of("they do not cover " + architecture.title());
    }

    @Override
    public String description() {
      return VectorApi.description();
    }

    @Override
    MultiLayerNetwork network(Recipe recipe, CountingCrossEntropy loss) {
      requireNoObstacle(recipe.architecture());
      return FastNetwork.of(recipe, loss);
    }
  },

  /** DL4J's layers, with oneDNN where ND4J has it. */
  DL4J("dl4j") {
    @Override
    public boolean covers(Architecture architecture) {
      return true;
    }

    @Override
    public Optional<String> obstacle(Architecture architecture) {
      return Optional.empty();
    }

    @Override
    public String description() {
      return NativeKernels.description();
    }

    @Override
    MultiLayerNetwork network(Recipe recipe, CountingCrossEntropy loss) {
      return recipe.architecture().network(recipe.hyperparameters(), recipe.seed(), loss);
    }
  };

  private final String title;

  Kernels(String title) {
    this.title = title;
  }

  /** The name on the command line and in files: {@code fast}, {@code dl4j}. */
  public String title() {
    return title;
  }

  /** The kernels of that {@link #title}, if there are any. */
  public static Optional<Kernels> named(String title) {
    return Arrays.stream(values()).filter(kernels -> kernels.title.equals(title)).findFirst();
  }

  /** Whether they can train an architecture at all, in whatever JVM. */
  public abstract boolean covers(Architecture architecture);

  /**
   * Why they cannot train an architecture in this JVM, as a sentence says it; empty if they can.
   */
  public abstract Optional<String> obstacle(Architecture architecture);

  /** What they run on here, for logs and {@code run.json}. */
  public abstract String description();

  /**
   * A network that is about to be given its state.
   *
   * @param loss counts what the network trains or scores
   * @throws UnusableKernelsException if they cannot run in this JVM
   */
  abstract MultiLayerNetwork network(Recipe recipe, CountingCrossEntropy loss);

  /**
   * Checks that they can train an architecture in this JVM.
   *
   * @throws UnusableKernelsException if they cannot, with what is missing
   */
  public void requireNoObstacle(Architecture architecture) {
    obstacle(architecture)
        .ifPresent(
            obstacle -> {
              throw new UnusableKernelsException(this, obstacle);
            });
  }
}

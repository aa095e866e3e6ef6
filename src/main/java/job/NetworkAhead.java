package job;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import model.Recipe;
import model.WarmUp;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A run's network, made on a thread of its own while Spark starts and looks at the data: ND4J's
 * natives are loaded by then, and in local mode the first epoch finds its classes there.
 */
final class NetworkAhead {
  private final FutureTask<MultiLayerNetwork> network;

  NetworkAhead(FutureTask<MultiLayerNetwork> network) {
    this.network = network;
  }

  /** Begins; returns at once. */
  static NetworkAhead of(Recipe recipe) {
    NativeCache.settleAndLoad();
    FutureTask<MultiLayerNetwork> network =
        new FutureTask<>(
            () -> {
              WarmUp.of(recipe);
              return recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
            });
    Thread thread = new Thread(network, "network-ahead");
    thread.setDaemon(true);
    thread.start();
    return new NetworkAhead(network);
  }

  /**
   * The network, when it is made.
   *
   * @throws IllegalStateException if it could not be, with the cause
   */
  MultiLayerNetwork await() {
    try {
      return network.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "The network could not be made: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the network was made", e);
    }
  }
}

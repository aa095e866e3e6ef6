package job;

import io.RunDirectory;
import io.RunException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import model.Recipe;
import model.WarmUp;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's network, made on a thread of its own while Spark starts and looks at the data: ND4J's
 * natives are loaded by then, and in local mode the first epoch finds its classes there.
 */
final class NetworkAhead {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkAhead.class);

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
   * Has what scores a run's epochs ready by the time that Spark has started. What is wrong with the
   * run is told later, when it is asked for in earnest.
   */
  static void warmUp(Configuration hadoop, String run) throws IOException {
    try {
      of(Records.recipe(RunDirectory.open(hadoop, run).run(), run));
    } catch (RunException | UnusableDataException e) {
      LOG.debug("no warm-up: {}", e.getMessage());
    }
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

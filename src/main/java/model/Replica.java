package model;

import java.util.Iterator;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * One copy of the network: starts from a given state, trains one shard for one epoch on one native
 * thread.
 */
final class Replica {
  private final Recipe recipe;
  private final int shard;
  private final CountedCrossEntropy counted = new CountedCrossEntropy();
  private final MultiLayerNetwork network;
  private final int epoch;

  Replica(Recipe recipe, int shard, NetworkState start) {
    NativeKernels.prepare();
    this.recipe = recipe;
    this.shard = shard;
    this.epoch = start.epochs() + 1;
    this.network = recipe.architecture().network(recipe.hyperparameters(), recipe.seed(), counted);
    start.copyTo(network);
  }

  /**
   * Trains every minibatch once.
   *
   * @param trained is told the rows of each minibatch when it has been trained
   * @throws DivergedException if the loss or a parameter is no finite number
   */
  ReplicaResult train(Iterator<DataSet> minibatches, LongConsumer trained) {
    try {
      long start = System.nanoTime();
      int count = 0;
      while (minibatches.hasNext()) {
        DataSet minibatch = minibatches.next();
        network.fit(minibatch);
        count++;
        requireFinite(counted.minibatchLoss(), count);
        trained.accept(minibatch.numExamples());
      }
      NetworkState end = NetworkState.of(network);
      for (float parameter : end.parameters()) {
        requireFinite(parameter, count);
      }
      return new ReplicaResult(shard, count, counted, (System.nanoTime() - start) / 1e9, end);
    } finally {
      NativeKernels.release(network);
    }
  }

  private void requireFinite(double value, int minibatch) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          epoch, shard, minibatch, recipe.hyperparameters().learningRate(), value);
    }
  }
}

package model;

import java.util.Iterator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
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

  /**
   * Ready to train.
   *
   * @throws UnusableKernelsException if the recipe's kernels cannot run in this JVM
   */
  Replica(Recipe recipe, int shard, NetworkState start) {
    NativeKernels.prepare();
    this.recipe = recipe;
    this.shard = shard;
    this.epoch = start.epochs() + 1;
    this.network = recipe.kernels().network(recipe, counted);
    start.copyTo(network);
  }

  /**
   * Trains every minibatch once.
   *
   * @param told after each minibatch
   * @throws DivergedException if the loss, a parameter or a part of the updater's state is no
   *     finite number
   */
  ReplicaResult train(Iterator<DataSet> minibatches, ReplicaProgress told) {
    try {
      long start = System.nanoTime();
      Watch watch = new Watch(told);
      network.setListeners(watch);
      network.fit(new ExistingDataSetIterator(minibatches));
      told.done(shard, counted.rows(), counted.lossSum());
      NetworkState end = NetworkState.of(network);
      requireFinite("a parameter", end.parameters(), watch.minibatches);
      requireFinite("a part of the updater's state", end.updaterState(), watch.minibatches);
      return new ReplicaResult(
          shard, watch.minibatches, counted, (System.nanoTime() - start) / 1e9, end);
    } finally {
      NativeKernels.release(network);
    }
  }

  /**
   * A loss nearly always shows it first, after the next minibatch; but after the last there is
   * none, and an infinite second moment only makes Adam stand still.
   */
  private void requireFinite(String what, float[] values, int minibatches) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw diverged(what, value, "at or before minibatch " + minibatches);
      }
    }
  }

  private DivergedException diverged(String what, double value, String when) {
    double rate = recipe.hyperparameters().learningRate();
    return new DivergedException(epoch, shard, when, rate, what + " of " + value);
  }

  /** Looks at the loss after every minibatch. */
  private final class Watch extends BaseTrainingListener {
    private final ReplicaProgress told;
    private int minibatches;

    Watch(ReplicaProgress told) {
      this.told = told;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epochsDone) {
      minibatches++;
      if (!Double.isFinite(counted.lossSum())) {
        throw diverged("a loss", counted.lossSum(), "minibatch " + minibatches);
      }
      told.trained(shard, counted.rows(), counted.lossSum());
    }
  }
}

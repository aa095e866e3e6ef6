package bench;

import model.Architecture;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * The same LeNet-5 as Deeplearning4j trains it for somebody who has never heard of this project: no
 * oneDNN helper, parameters and loss of its own.
 */
final class StockDl4j {
  static final int BATCH = 64;

  private StockDl4j() {}

  /**
   * A new network.
   *
   * @throws IllegalStateException if the helpers are on, which would be our doing and not stock
   */
  static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Architecture.LENET5.configuration(
                Architecture.LENET5.defaults().withBatchSize(BATCH),
                1,
                new LossNegativeLogLikelihood()));
    network.init();
    if (network.getLayer(0).getHelper() != null) {
      throw new IllegalStateException(
          "Stock DL4J has no helpers: expected none in its first convolution, found "
              + network.getLayer(0).getHelper().getClass().getName()
              + "; leave org.eclipse.deeplearning4j.helpers.disable unset");
    }
    return network;
  }
}

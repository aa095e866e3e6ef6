package model;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters that a network starts from: a function of the seed and the initialisation alone.
 *
 * <p>DL4J's own initialisation draws from ND4J's generator, which is one per thread and shared by
 * all that runs there. Here each layer has a generator of its own, split from one made of the seed,
 * and of that one for the weights and one for the biases.
 */
final class InitialParameters {
  private InitialParameters() {}

  /** Overwrites all parameters of an initialised network, in its first layer's order and on. */
  static void fill(MultiLayerNetwork network, Initialisation initialisation, long seed) {
    SplittableRandom ofNetwork = new SplittableRandom(seed);
    for (Layer layer : network.getLayers()) {
      SplittableRandom ofLayer = ofNetwork.split();
      for (String name : layer.conf().getLayer().initializer().paramKeys(layer.conf().getLayer())) {
        fill(layer, name, initialisation, ofLayer.split());
      }
    }
  }

  private static void fill(
      Layer layer, String name, Initialisation initialisation, SplittableRandom random) {
    FeedForwardLayer shape = (FeedForwardLayer) layer.conf().getLayer();
    INDArray parameters = layer.getParam(name);
    long area = kernelArea(shape);
    long fanIn = shape.getNIn() * area;
    switch (name) {
      case DefaultParamInitializer.WEIGHT_KEY ->
          draw(parameters, initialisation.weightBound(fanIn, shape.getNOut() * area), random);
      case DefaultParamInitializer.BIAS_KEY ->
          draw(parameters, initialisation.biasBound(fanIn), random);
      case BatchNormalizationParamInitializer.GAMMA,
          BatchNormalizationParamInitializer.GLOBAL_VAR ->
          parameters.assign(1);
      case BatchNormalizationParamInitializer.BETA,
          BatchNormalizationParamInitializer.GLOBAL_MEAN ->
          parameters.assign(0);
      default ->
          throw new IllegalStateException(
              "Layer %s has a parameter that no initialisation knows: expected weights, biases or batch-norm's, found %s"
                  .formatted(shape.getLayerName(), name));
    }
  }

  private static long kernelArea(FeedForwardLayer shape) {
    if (shape instanceof ConvolutionLayer convolution) {
      return (long) convolution.getKernelSize()[0] * convolution.getKernelSize()[1];
    }
    return 1;
  }

  /** Fills in the array's own order, so that the flat parameter vector takes values as drawn. */
  private static void draw(INDArray parameters, double bound, SplittableRandom random) {
    double[] values = new double[Math.toIntExact(parameters.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (2 * random.nextDouble() - 1) * bound;
    }
    parameters.assign(Nd4j.create(values, parameters.shape(), parameters.ordering()));
  }
}

package model;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.nd4j.linalg.activations.Activation;

/** The kinds of layer that the LeNets are built of, as DL4J configures them. */
final class Layers {
  private Layers() {}

  /** {@code maps} output maps, square kernel, stride 1, that many rows of zeros on each side. */
  static Layer convolution(int maps, int kernel, int padding, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .padding(padding, padding)
        .nOut(maps)
        .activation(activation)
        .build();
  }

  /** Halves rows and columns, keeping the largest of each 2×2. */
  static Layer maxPooling() {
    return pooling(SubsamplingLayer.PoolingType.MAX);
  }

  /** Halves rows and columns, keeping the mean of each 2×2. */
  static Layer averagePooling() {
    return pooling(SubsamplingLayer.PoolingType.AVG);
  }

  private static Layer pooling(SubsamplingLayer.PoolingType type) {
    return new SubsamplingLayer.Builder(type, new int[] {2, 2}, new int[] {2, 2}).build();
  }

  static Layer dense(int units, Activation activation) {
    return new DenseLayer.Builder().nOut(units).activation(activation).build();
  }

  /** Puts the 28×28 image into the middle of 32×32 zeros. */
  static Layer paddingTo32() {
    return new ZeroPaddingLayer.Builder(2, 2).build();
  }

  /**
   * Running statistics follow each minibatch by a tenth (PyTorch's momentum 0.1). They are kept as
   * variances, not as DL4J's log10 of the deviation, so that averaging replicas averages variances.
   */
  static Layer batchNormalisation() {
    return new BatchNormalization.Builder().decay(0.9).eps(1e-5).useLogStd(false).build();
  }

  /** An activation by itself, for where it doesn't follow its convolution at once. */
  static Layer relu() {
    return new ActivationLayer.Builder().activation(Activation.RELU).build();
  }
}

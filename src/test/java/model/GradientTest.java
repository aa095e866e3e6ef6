package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** DL4J's gradients of every architecture against numerical ones, and float32 against float64. */
class GradientTest {
  private static final int BATCH = 4;
  private static final long SEED = 11;
  private static final double STEP = 1e-6;
  private static final int CHECKED_PER_PARAMETER = 10;

  @BeforeAll
  static void usesTheKernelsThatTrain() {
    NativeKernels.prepare();
  }

  /**
   * Central differences of the minibatch's mean loss, in training mode (batch norm: with the
   * minibatch's statistics), at randomly chosen entries of every array that follows a gradient.
   * Rounding leaves up to 5e-10 in a difference quotient with this step. A step ten times as long
   * already crosses kinks of ReLU and max-pooling, with errors of 1e-4.
   */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void agreesWithCentralDifferences(Architecture architecture) {
    MultiLayerNetwork network = network(architecture, DataType.DOUBLE);
    DataSet minibatch = Images.minibatch(BATCH, SEED, DataType.DOUBLE);
    INDArray gradient = gradient(network, minibatch);
    SplittableRandom random = new SplittableRandom(SEED);
    long start = 0;
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      long end = start + parameter.getValue().length();
      if (followsGradient(parameter.getKey())) {
        for (int n = 0; n < CHECKED_PER_PARAMETER; n++) {
          long index = random.nextLong(start, end);
          double expected = centralDifference(network, minibatch, index);
          assertThat(gradient.getDouble(index))
              .as("%s of %s, entry %d", parameter.getKey(), architecture.title(), index)
              .isCloseTo(expected, within(Math.max(2e-9, 1e-6 * Math.abs(expected))));
        }
      }
      start = end;
    }
    assertThat(start).isEqualTo(architecture.parameters());
  }

  /**
   * What trains is float32, by oneDNN's kernels, which never see float64: both must agree, array by
   * array, to 1e-5 of the gradient's norm (1e-6 where it is zero, as for biases before batch norm).
   */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void isTheSameInBothPrecisions(Architecture architecture) {
    INDArray exact =
        gradient(
            network(architecture, DataType.DOUBLE), Images.minibatch(BATCH, SEED, DataType.DOUBLE));
    MultiLayerNetwork network = network(architecture, DataType.FLOAT);
    INDArray rounded =
        gradient(network, Images.minibatch(BATCH, SEED, DataType.FLOAT)).castTo(DataType.DOUBLE);
    assertThat(Arrays.stream(network.getLayers()).map(Layer::getHelper))
        .as("helpers of %s", architecture.title())
        .hasAtLeastOneElementOfType(MKLDNNConvHelper.class);
    long start = 0;
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      long end = start + parameter.getValue().length();
      INDArray of = exact.get(NDArrayIndex.interval(start, end));
      double error =
          rounded.get(NDArrayIndex.interval(start, end)).sub(of).norm2Number().doubleValue();
      double size = of.norm2Number().doubleValue();
      assertThat(error)
          .as("%s of %s, gradient of norm %s", parameter.getKey(), architecture.title(), size)
          .isLessThan(1e-6 + 1e-5 * size);
      start = end;
    }
  }

  @Test
  void runningStatisticsFollowTheMinibatchByATenth() {
    MultiLayerNetwork network = network(Architecture.LENET5_BATCHNORM, DataType.FLOAT);
    DataSet minibatch = Images.minibatch(BATCH, SEED, DataType.FLOAT);
    INDArray maps = network.feedForward(minibatch.getFeatures(), true).get(2);
    INDArray mean = maps.mean(0, 2, 3);
    INDArray variance = maps.var(false, 0, 2, 3);
    network.fit(minibatch);
    assertThat(network.getParam("2_mean").toFloatVector())
        .containsExactly(mean.mul(0.1).toFloatVector(), within(1e-6f));
    assertThat(network.getParam("2_var").toFloatVector())
        .containsExactly(variance.mul(0.1).add(0.9).toFloatVector(), within(1e-6f));
  }

  /** Without DL4J's clipping of probabilities, which is not part of the loss's gradient. */
  private static MultiLayerNetwork network(Architecture architecture, DataType type) {
    return architecture.network(
        architecture.defaults().withInitialisation(Initialisation.TORCH_DEFAULT),
        SEED,
        new LossMCXENT(0, null),
        type);
  }

  /** Of the mean loss; DL4J's own is of the sum, and its updater divides. */
  private static INDArray gradient(MultiLayerNetwork network, DataSet minibatch) {
    network.setInput(minibatch.getFeatures());
    network.setLabels(minibatch.getLabels());
    network.computeGradientAndScore();
    INDArray ofSum = network.getFlattenedGradients();
    return ofSum.reshape(ofSum.length()).div(BATCH);
  }

  private static double centralDifference(
      MultiLayerNetwork network, DataSet minibatch, long index) {
    INDArray parameters = network.params();
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + STEP);
    double above = network.score(minibatch, true);
    parameters.putScalar(index, value - STEP);
    double below = network.score(minibatch, true);
    parameters.putScalar(index, value);
    return (above - below) / (2 * STEP);
  }

  private static boolean followsGradient(String parameter) {
    return !parameter.endsWith("_mean") && !parameter.endsWith("_var");
  }
}

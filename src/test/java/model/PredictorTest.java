package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PredictorTest {
  private static final Architecture LENET5 = Architecture.LENET5;
  private static final int IMAGES = 300; // two minibatches and a part of one

  /** What DL4J's own output layer says, image by image, in their order. */
  @ParameterizedTest
  @EnumSource(Kernels.class)
  void givesTheNetworksOwnProbabilities(Kernels kernels) {
    assumeThat(kernels.obstacle(LENET5)).isEmpty();
    NativeKernels.prepare();
    MultiLayerNetwork network = LENET5.network(LENET5.defaults(), 1);
    List<byte[]> images = images();
    INDArray expected = network.output(scaled(images));

    try (Predictor predictor =
        Predictor.of(new Contender(LENET5, kernels, Floats.of(network.params())))) {
      List<double[]> found = predictor.probabilities(images);

      assertThat(found).hasSize(IMAGES);
      for (int row = 0; row < IMAGES; row++) {
        for (int digit = 0; digit < 10; digit++) {
          assertThat(found.get(row)[digit]).isCloseTo(expected.getDouble(row, digit), within(1e-5));
        }
      }
      assertThat(predictor.probabilities(images.subList(7, 8)))
          .singleElement()
          .satisfies(again -> assertThat(again).containsExactly(found.get(7), within(1e-6)));
      assertThat(predictor.probabilities(List.of())).isEmpty();
    }
  }

  /** Of images with one pixel each, that is at another place for each of the five. */
  @Test
  void isTheMeanOverShifts() {
    NativeKernels.prepare();
    MultiLayerNetwork network = LENET5.network(LENET5.defaults(), 1);
    Contender contender = new Contender(LENET5, Kernels.DL4J, Floats.of(network.params()));
    try (Predictor predictor = Predictor.of(contender)) {
      List<double[]> found = predictor.probabilitiesOverShifts(List.of(pixel(9, 20), pixel(15, 4)));

      assertThat(found.get(0)).containsExactly(mean(predictor, 9, 20), within(1e-6));
      assertThat(found.get(1)).containsExactly(mean(predictor, 15, 4), within(1e-6));
      assertThat(found.get(0)).usingComparatorWithPrecision(1e-4).isNotEqualTo(found.get(1));
    }
  }

  private static double[] mean(Predictor predictor, int y, int x) {
    double[] mean = new double[10];
    for (byte[] image :
        List.of(pixel(y, x), pixel(y - 1, x), pixel(y + 1, x), pixel(y, x - 1), pixel(y, x + 1))) {
      double[] answer = predictor.probabilities(List.of(image)).get(0);
      IntStream.range(0, 10).forEach(i -> mean[i] += answer[i] / 5);
    }
    return mean;
  }

  private static byte[] pixel(int y, int x) {
    byte[] image = new byte[ImageBlock.PIXELS];
    image[y * Architecture.SIDE + x] = (byte) 255;
    return image;
  }

  private static List<byte[]> images() {
    SplittableRandom random = new SplittableRandom(3);
    return IntStream.range(0, IMAGES)
        .mapToObj(
            row -> {
              byte[] image = new byte[ImageBlock.PIXELS];
              random.nextBytes(image);
              return image;
            })
        .toList();
  }

  private static INDArray scaled(List<byte[]> images) {
    float[] values = new float[images.size() * ImageBlock.PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (images.get(i / ImageBlock.PIXELS)[i % ImageBlock.PIXELS] & 0xff) / 255f;
    }
    return Nd4j.create(values, new long[] {images.size(), 1, 28, 28}, 'c');
  }
}

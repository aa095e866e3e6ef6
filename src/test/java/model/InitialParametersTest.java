package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class InitialParametersTest {

  /**
   * SHA-256 of the float32 parameters in DL4J's order, big-endian. Computed also by a program in
   * another language, from {@code SplittableRandom}'s published algorithm and the table in {@code
   * docs/architectures.md}. A change here makes every recorded seed mean something else.
   */
  @Test
  void ofLenet5AndSeed42AreTheseForEver() {
    assertThat(sha256(lenet5(Initialisation.TORCH_DEFAULT, 42).params().toFloatVector()))
        .isEqualTo("838034c1ff1c9b28e08eaa7899cd5825918cf4b2275d782d76a9c30b1fd42d43");
    assertThat(sha256(lenet5(Initialisation.HE_UNIFORM, 42).params().toFloatVector()))
        .isEqualTo("e15cadf8d8c311aca7ed1681c5a4840e27ba093888a0cbf539f294b6b658704c");
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void areTheSameWhateverElseDrawsRandomNumbers(Architecture architecture) {
    float[] alone = architecture.network(architecture.defaults(), 7).params().toFloatVector();
    Nd4j.getRandom().setSeed(99);
    Nd4j.rand(DataType.FLOAT, 1_000);
    MultiLayerNetwork other = architecture.network(architecture.defaults(), 8);
    other.fit(Images.minibatch(2, 1, DataType.FLOAT));
    assertThat(architecture.network(architecture.defaults(), 7).params().toFloatVector())
        .isEqualTo(alone);
  }

  @Test
  void leaveNd4jsGeneratorUndrawn() {
    Nd4j.getRandom().setSeed(7);
    double expected = Nd4j.getRandom().nextDouble();
    // Building a configuration sets ND4J's seed to the network's; drawing would move it on.
    Architecture.LENET5.network(Architecture.LENET5.defaults(), 7);
    assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(expected);
  }

  @Test
  void differBySeedAndByLayer() {
    assertThat(lenet5(Initialisation.TORCH_DEFAULT, 1).params())
        .isNotEqualTo(lenet5(Initialisation.TORCH_DEFAULT, 2).params());
    float[] values = lenet5(Initialisation.TORCH_DEFAULT, 1).params().toFloatVector();
    Set<Float> distinct = new HashSet<>();
    for (float value : values) {
      distinct.add(value);
    }
    // Birthday bound: some hundreds of the 61,706 floats coincide by chance, no whole layer does.
    assertThat(distinct.size()).isGreaterThan(values.length * 98 / 100);
  }

  @Test
  void areTheSameInBothPrecisionsButForRounding() {
    double[] exact =
        Architecture.LENET5
            .network(Architecture.LENET5.defaults(), 42, new LossMCXENT(), DataType.DOUBLE)
            .params()
            .toDoubleVector();
    float[] rounded = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      rounded[i] = (float) exact[i];
    }
    assertThat(Architecture.LENET5.network(Architecture.LENET5.defaults(), 42).params())
        .satisfies(parameters -> assertThat(parameters.toFloatVector()).isEqualTo(rounded));
  }

  /** Bounds by hand: fan-in 25, 150, 400, 120, 84 and fan-out 150, 400, 120, 84, 10. */
  @ParameterizedTest
  @CsvSource({
    "TORCH_DEFAULT,  0_W, 0.2",
    "TORCH_DEFAULT,  0_b, 0.2",
    "TORCH_DEFAULT,  2_W, 0.0816497",
    "TORCH_DEFAULT,  4_W, 0.05",
    "TORCH_DEFAULT,  4_b, 0.05",
    "TORCH_DEFAULT,  6_W, 0.1091089",
    "HE_UNIFORM,     0_W, 0.4898979",
    "HE_UNIFORM,     2_W, 0.2",
    "HE_UNIFORM,     4_W, 0.1224745",
    "HE_UNIFORM,     4_b, 0",
    "XAVIER_UNIFORM, 0_W, 0.1851640",
    "XAVIER_UNIFORM, 2_W, 0.1044466",
    "XAVIER_UNIFORM, 4_W, 0.1074172",
    "XAVIER_UNIFORM, 6_b, 0",
    "LECUN_1998,     0_W, 0.096",
    "LECUN_1998,     4_W, 0.006",
    "LECUN_1998,     4_b, 0.006",
  })
  void fillTheirInterval(Initialisation initialisation, String name, double bound) {
    double[] values = lenet5(initialisation, 42).getParam(name).dup('c').ravel().toDoubleVector();
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(value -> value * value).average().orElseThrow();
    // Four standard errors of a uniform sample; its largest of n lies near bound·n/(n+1).
    double error = 4 * bound / Math.sqrt(3.0 * values.length);
    assertThat(largest).isBetween(bound * (1 - 6.0 / values.length), bound * (1 + 1e-6));
    assertThat(mean).isCloseTo(0, within(error));
    assertThat(square)
        .isCloseTo(bound * bound / 3, within(4 * bound * bound * 0.3 / Math.sqrt(values.length)));
  }

  @Test
  void ofBatchNormChangeNothing() {
    MultiLayerNetwork network =
        Architecture.LENET5_BATCHNORM.network(Architecture.LENET5_BATCHNORM.defaults(), 42);
    for (int layer : new int[] {2, 6}) {
      assertThat(network.getParam(layer + "_gamma").toFloatVector()).containsOnly(1);
      assertThat(network.getParam(layer + "_beta").toFloatVector()).containsOnly(0);
      assertThat(network.getParam(layer + "_mean").toFloatVector()).containsOnly(0);
      assertThat(network.getParam(layer + "_var").toFloatVector()).containsOnly(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Initialisation.class)
  void needInputsAndOutputs(Initialisation initialisation) {
    assertThatThrownBy(() -> initialisation.weightBound(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A layer without inputs or outputs has no initial weights: expected a fan-in of at least 1, found 0");
    assertThatThrownBy(() -> initialisation.biasBound(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("expected a fan-in of at least 1, found -1");
  }

  private static MultiLayerNetwork lenet5(Initialisation initialisation, long seed) {
    return Architecture.LENET5.network(
        Architecture.LENET5.defaults().withInitialisation(initialisation), seed);
  }

  private static String sha256(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

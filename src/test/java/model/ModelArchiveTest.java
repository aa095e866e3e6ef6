package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class ModelArchiveTest {
  private static DataSet minibatch() {
    return Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(20, 1).iterator()), 20).next();
  }

  private static MultiLayerNetwork trained(Architecture architecture) {
    MultiLayerNetwork network = architecture.network(architecture.defaults(), 7);
    network.fit(minibatch());
    return network;
  }

  @ParameterizedTest
  @EnumSource
  void isOpenedByPlainDl4jWithItsUpdater(Architecture architecture) throws IOException {
    MultiLayerNetwork network = trained(architecture);
    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(ModelArchive.bytes(network)), true);
    INDArray images = minibatch().getFeatures();
    assertThat(restored.output(images)).isEqualTo(network.output(images));
    assertThat(restored.getIterationCount()).isEqualTo(1);
    network.fit(minibatch());
    restored.fit(minibatch());
    assertThat(Floats.of(restored.params())).containsExactly(Floats.of(network.params()));
  }

  @ParameterizedTest
  @EnumSource
  void givesBackTheParametersBitForBit(Architecture architecture) throws ModelArchiveException {
    MultiLayerNetwork network = trained(architecture);
    assertThat(ModelArchive.parameters(ModelArchive.bytes(network), architecture))
        .containsExactly(Floats.of(network.params()));
  }

  @Test
  void isTheSameBytesForTheSameNetwork() {
    assertThat(ModelArchive.bytes(trained(Architecture.LENET5)))
        .isEqualTo(ModelArchive.bytes(trained(Architecture.LENET5)));
  }

  /** Compressing them takes longer than averaging all replicas. */
  @Test
  void holdsItsNumbersUncompressed() {
    long floats = 3 * Architecture.LENET5.parameters();
    assertThat((long) ModelArchive.bytes(trained(Architecture.LENET5)).length)
        .isBetween(floats * Float.BYTES, floats * Float.BYTES + 20_000);
  }

  @Test
  void refusesTheArchiveOfAnotherArchitecture() {
    byte[] archive = ModelArchive.bytes(trained(Architecture.LENET5_SIGMOID));
    assertThatThrownBy(() -> ModelArchive.parameters(archive, Architecture.LENET5))
        .isInstanceOf(ModelArchiveException.class)
        .hasMessage("expected the 61706 float32 parameters of lenet5, found 44426 parameters");
  }

  @Test
  void refusesWhatIsNoArchiveAndWhatIsCutShort() {
    assertThatThrownBy(() -> ModelArchive.parameters(new byte[100], Architecture.LENET5))
        .isInstanceOf(ModelArchiveException.class)
        .hasMessage(
            "expected the 61706 float32 parameters of lenet5, found no entry coefficients.bin");
    byte[] archive = ModelArchive.bytes(trained(Architecture.LENET5));
    assertThatThrownBy(
            () -> ModelArchive.parameters(Arrays.copyOf(archive, 50_000), Architecture.LENET5))
        .isInstanceOf(ModelArchiveException.class)
        .hasMessageStartingWith("expected the 61706 float32 parameters of lenet5, found ");
  }
}

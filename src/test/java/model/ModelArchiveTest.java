package model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
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

  /** 300 KB of zip that are 300 MB of zeros; at 64 MB of zip it would be minutes. */
  @Test
  void refusesAnArchiveThatIsFarLargerUncompressed() throws IOException {
    byte[] archive = ModelArchive.bytes(trained(Architecture.LENET5));
    assertThatThrownBy(
            () -> ModelArchive.parameters(withZeros(archive, 300 << 20), Architecture.LENET5))
        .isInstanceOf(ModelArchiveException.class)
        .hasMessage(
            "expected the 61706 float32 parameters of lenet5, found more than 268435456 bytes, uncompressed");
    assertThatCode(
            () -> ModelArchive.parameters(withZeros(archive, 200 << 20), Architecture.LENET5))
        .doesNotThrowAnyException();
  }

  /** In three entries before its own. */
  private static byte[] withZeros(byte[] archive, int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 3; i++) {
        to.putNextEntry(new ZipEntry("zeros" + i));
        to.write(new byte[count / 3]);
        to.closeEntry();
      }
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(from.readAllBytes());
        to.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Set when {@link Gadget} is initialised: by whoever loads the class that a file names. */
  private static final AtomicBoolean TOUCHED = new AtomicBoolean();

  private static final class Gadget {
    static {
      TOUCHED.set(true);
    }
  }

  /** In the places where DL4J's own reader looks for a class: layers, updaters, activations. */
  @Test
  void doesNotTouchTheClassesThatAConfigurationNames() throws Exception {
    MultiLayerNetwork network = trained(Architecture.LENET5);
    byte[] harmful = withGadgets(ModelArchive.bytes(network));
    MultiLayerNetwork target = Architecture.LENET5.network(Architecture.LENET5.defaults(), 8);
    ModelArchive.restore(harmful, Architecture.LENET5, target, 1, 1);
    assertThat(Floats.of(target.params())).containsExactly(Floats.of(network.params()));
    assertThat(ModelArchive.parameters(harmful, Architecture.LENET5))
        .containsExactly(Floats.of(network.params()));
    assertThat(TOUCHED).as("after reading").isFalse();
    assertThatThrownBy(
            () -> ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(harmful)))
        .isNotNull();
    assertThat(TOUCHED).as("by DL4J's own reader").isTrue();
  }

  private static byte[] withGadgets(byte[] archive) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] content = from.readAllBytes();
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(
            entry.getName().equals(ModelSerializer.CONFIGURATION_JSON)
                ? gadgets(content)
                : content);
        to.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gadgets(byte[] configuration) {
    String json = new String(configuration, UTF_8);
    String named = "$1" + Matcher.quoteReplacement(Gadget.class.getName()) + "\"";
    String harmful = json.replaceAll("(\"@class\"\\s*:\\s*\")[^\"]+\"", named);
    assertThat(harmful).isNotEqualTo(json).contains(Gadget.class.getName());
    return harmful.getBytes(UTF_8);
  }
}

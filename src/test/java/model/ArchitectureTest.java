package model;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

class ArchitectureTest {

  @ParameterizedTest
  @CsvSource({
    "LENET5, lenet5, 61706, 61706,"
        + " 1×28×28 → 6×28×28 → 6×14×14 → 16×10×10 → 16×5×5 → 120 → 84 → 10",
    "LENET5_1998, lenet5-1998, 61706, 61706,"
        + " 1×28×28 → 1×32×32 → 6×28×28 → 6×14×14 → 16×10×10 → 16×5×5 → 120×1×1 → 84 → 10",
    "LENET5_LINEAR_CONV, lenet5-linear-conv, 61706, 61706,"
        + " 1×28×28 → 6×28×28 → 6×14×14 → 16×10×10 → 16×5×5 → 120 → 84 → 10",
    "LENET5_BATCHNORM, lenet5-batchnorm, 61794, 61750,"
        + " 1×28×28 → 1×32×32 → 6×28×28 → 6×14×14 → 16×10×10 → 16×5×5 → 120 → 84 → 10",
    "LENET5_3X3, lenet5-3x3, 61610, 61610,"
        + " 1×28×28 → 6×28×28 → 6×14×14 → 16×10×10 → 16×5×5 → 120 → 84 → 10",
    "LENET5_SIGMOID, lenet5-sigmoid, 44426, 44426,"
        + " 1×28×28 → 6×24×24 → 6×12×12 → 16×8×8 → 16×4×4 → 120 → 84 → 10",
  })
  void hasTheShapesAndParametersOfItsSource(
      Architecture architecture, String title, long parameters, long trained, String shapes)
      throws IOException {
    MultiLayerNetwork network = architecture.network(architecture.defaults(), 1);
    assertThat(architecture.title()).isEqualTo(title);
    assertThat(shapes(network)).isEqualTo(shapes);
    assertThat(network.numParams()).isEqualTo(architecture.parameters()).isEqualTo(parameters);
    assertThat(trained(network)).isEqualTo(architecture.trainedParameters()).isEqualTo(trained);
    assertThat(documented(title))
        .contains(shapes)
        .contains("%,d".formatted(parameters))
        .contains("%,d".formatted(trained));
  }

  @ParameterizedTest
  @CsvSource({
    "LENET5, ADAM, 0.001, 64, HE_UNIFORM",
    "LENET5_1998, ADAM, 0.001, 64, LECUN_1998",
    "LENET5_LINEAR_CONV, ADAM, 0.001, 100, TORCH_DEFAULT",
    "LENET5_BATCHNORM, ADAM, 0.001, 100, TORCH_DEFAULT",
    "LENET5_3X3, SGD, 0.01, 128, TORCH_DEFAULT",
    "LENET5_SIGMOID, SGD, 0.9, 256, XAVIER_UNIFORM",
  })
  void carriesItsSourcesHyperparameters(
      Architecture architecture,
      Updater updater,
      double learningRate,
      int batchSize,
      Initialisation initialisation)
      throws IOException {
    assertThat(architecture.defaults())
        .isEqualTo(new Hyperparameters(updater, learningRate, 0, batchSize, initialisation));
    assertThat(documented(architecture.title()))
        .contains(
            "%s %s, batch %d, %s"
                .formatted(updater.title(), learningRate, batchSize, initialisation));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void isFoundByItsTitle(Architecture architecture) {
    assertThat(Architecture.named(architecture.title())).contains(architecture);
  }

  @Test
  void isNotFoundByAnotherName() {
    assertThat(Architecture.named("LENET5")).isEmpty();
    assertThat(Architecture.named("alexnet")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void givesProbabilities(Architecture architecture) {
    INDArray output =
        architecture
            .network(architecture.defaults(), 1)
            .output(Images.minibatch(3, 1, DataType.FLOAT).getFeatures());
    assertThat(output.shape()).containsExactly(3, 10);
    assertThat(output.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(output.minNumber().doubleValue()).isPositive();
    assertThat(output.sum(1).toDoubleVector())
        .containsExactly(new double[] {1, 1, 1}, within(1e-5));
  }

  /**
   * Ten images by heart, with the same updater for all: the gradient reaches every array of
   * parameters, and within 150 steps the loss falls to half of that of guessing (ln 10).
   */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void learnsOneMinibatchByHeart(Architecture architecture) {
    MultiLayerNetwork network =
        architecture.network(
            architecture.defaults().withUpdater(Updater.ADAM).withLearningRate(1e-2), 1);
    DataSet minibatch = Images.minibatch(10, 1, DataType.FLOAT);
    Map<String, INDArray> before = network.paramTable();
    before.replaceAll((name, parameter) -> parameter.dup());
    double enough = Math.log(10) / 2;
    for (int step = 0; step < 150 && network.score(minibatch) >= enough; step++) {
      network.fit(minibatch);
    }
    assertThat(network.score(minibatch)).isLessThan(enough);
    before.forEach((name, parameter) -> assertThat(network.getParam(name)).isNotEqualTo(parameter));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void isWrittenInDl4jsClassesOnly(Architecture architecture) {
    String json =
        architecture.network(architecture.defaults(), 1).getLayerWiseConfigurations().toJson();
    List<String> classes =
        Pattern.compile("\"@class\"\\s*:\\s*\"([^\"]+)\"")
            .matcher(json)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(classes)
        .isNotEmpty()
        .allMatch(name -> name.startsWith("org.deeplearning4j.") || name.startsWith("org.nd4j."));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void comesBackFromDl4jsArchiveAndTrainsOn(Architecture architecture) throws IOException {
    DataSet minibatch = Images.minibatch(4, 1, DataType.FLOAT);
    MultiLayerNetwork network = architecture.network(architecture.defaults(), 1);
    network.fit(minibatch);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, archive, true);

    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(archive.toByteArray()));

    assertThat(restored.output(minibatch.getFeatures()))
        .isEqualTo(network.output(minibatch.getFeatures()));
    network.fit(minibatch);
    restored.fit(minibatch);
    assertThat(restored.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
  }

  /** Shapes of one image on its way, each written once where a layer leaves it as it is. */
  private static String shapes(MultiLayerNetwork network) {
    List<String> shapes = new ArrayList<>();
    for (INDArray activations :
        network.feedForward(Images.minibatch(1, 1, DataType.FLOAT).getFeatures(), false)) {
      String shape =
          Arrays.stream(activations.shape()).skip(1).mapToObj(Long::toString).collect(joining("×"));
      if (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(shape)) {
        shapes.add(shape);
      }
    }
    return String.join(" → ", shapes);
  }

  /** The parameters that DL4J's updater changes by their gradient. */
  private static long trained(MultiLayerNetwork network) {
    long trained = 0;
    for (Layer layer : network.getLayers()) {
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        if (!(layer.getConfig().getUpdaterByParam(parameter.getKey()) instanceof NoOp)) {
          trained += parameter.getValue().length();
        }
      }
    }
    return trained;
  }

  private static String documented(String title) throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.startsWith("| `" + title + "` |"))
        .collect(joining("\n"));
  }
}

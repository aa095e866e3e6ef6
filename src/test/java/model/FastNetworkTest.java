package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Against DL4J's own layers, from the same state. */
class FastNetworkTest {
  private static final long SEED = 4;

  @BeforeAll
  static void needsTheVectorApi() {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
  }

  private static Recipe recipe(Architecture architecture, Updater updater, Kernels kernels) {
    Hyperparameters hyperparameters =
        architecture
            .defaults()
            .withUpdater(updater)
            .withLearningRate(updater == Updater.ADAM ? 1e-3 : 1e-2)
            .withInitialisation(Initialisation.TORCH_DEFAULT);
    return new Recipe(architecture, hyperparameters, SEED, kernels);
  }

  /** Noise in every pixel, so that no two points of a window are equal. */
  private static Iterator<DataSet> minibatches(int rows, int batchSize, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      byte[] pixels = new byte[ImageBlock.PIXELS];
      random.nextBytes(pixels);
      images.add(new LabelledImage(row, random.nextInt(Architecture.CLASSES), pixels));
    }
    return Minibatches.inOrder(ImageBlock.pack(images.iterator()), batchSize);
  }

  /** Trains from a state that some steps have already left their mark on. */
  private static NetworkState trained(Recipe recipe, int rows, int batchSize) {
    return new Replica(recipe, 0, used(recipe))
        .train(minibatches(rows, batchSize, 2), done -> {})
        .state();
  }

  private static NetworkState used(Recipe recipe) {
    Recipe plain =
        new Recipe(recipe.architecture(), recipe.hyperparameters(), recipe.seed(), Kernels.DL4J);
    NetworkState start =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
    return new Replica(plain, 0, start).train(minibatches(64, 16, 1), done -> {}).state();
  }

  /** SGD with rate 1 from the same state: the difference is the gradient. */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LENET5", "LENET5_LINEAR_CONV", "LENET5_3X3"})
  void hasTheGradientsOfDl4jsLayers(Architecture architecture) {
    for (int batch : new int[] {1, 3, 64, 65}) {
      Map<String, INDArray> fast = gradients(architecture, batch, Kernels.FAST);
      Map<String, INDArray> plain = gradients(architecture, batch, Kernels.DL4J);
      assertThat(fast).hasSize(10).hasSameSizeAs(plain);
      plain.forEach(
          (name, expected) ->
              assertThat(fast.get(name).distance2(expected) / expected.norm2Number().doubleValue())
                  .as("gradient of %s of %s, batch %d", name, architecture.title(), batch)
                  .isLessThan(1e-4));
    }
  }

  private static Map<String, INDArray> gradients(
      Architecture architecture, int batch, Kernels kernels) {
    Recipe recipe =
        new Recipe(
            architecture,
            architecture
                .defaults()
                .withUpdater(Updater.SGD)
                .withLearningRate(1)
                .withInitialisation(Initialisation.TORCH_DEFAULT),
            SEED,
            kernels);
    MultiLayerNetwork start = architecture.network(recipe.hyperparameters(), SEED);
    NetworkState end =
        new Replica(recipe, 0, NetworkState.of(start))
            .train(minibatches(batch, batch, 3), done -> {})
            .state();
    MultiLayerNetwork difference = architecture.network(recipe.hyperparameters(), SEED);
    float[] values = end.parameters();
    Floats.copy(values, values.length, difference.params());
    difference.params().subi(start.params());
    return difference.paramTable();
  }

  /** Of the largest change of each kind of number, in one step and after several. */
  @ParameterizedTest
  @CsvSource({"ADAM, 64", "SGD, 64", "NESTEROVS, 64", "ADAM, 192", "NESTEROVS, 192"})
  void stepsAsDl4jsUpdatersDo(Updater updater, int rows) {
    NetworkState start = used(recipe(Architecture.LENET5, updater, Kernels.DL4J));
    NetworkState fast = trained(recipe(Architecture.LENET5, updater, Kernels.FAST), rows, 64);
    NetworkState plain = trained(recipe(Architecture.LENET5, updater, Kernels.DL4J), rows, 64);
    assertThat(fast.iterations()).isEqualTo(plain.iterations()).isEqualTo(4 + rows / 64);
    assertThat(fast.epochs()).isEqualTo(plain.epochs());
    agree(start.parameters(), fast.parameters(), plain.parameters());
    agree(start.updaterState(), fast.updaterState(), plain.updaterState());
  }

  private static void agree(float[] start, float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    float largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - start[i]));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("number %d", i).isCloseTo(expected[i], within(1e-2f * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void givesBackTheStateThatItWasGivenBitForBit(Updater updater) {
    Recipe recipe = recipe(Architecture.LENET5, updater, Kernels.FAST);
    NetworkState given = used(recipe);
    FastNetwork network = FastNetwork.of(recipe, new CountedCrossEntropy());
    given.copyTo(network);
    network.fit(new ExistingDataSetIterator(List.<DataSet>of().iterator()));
    NetworkState back = NetworkState.of(network);
    assertThat(back.parameters()).containsExactly(given.parameters());
    assertThat(back.updaterState()).containsExactly(given.updaterState());
    assertThat(back.iterations()).isEqualTo(given.iterations());
  }

  /** What stays on disk is DL4J's own: its layers answer with what was trained here. */
  @Test
  void leavesItsParametersWhereDl4jsLayersFindThem() {
    Recipe recipe = recipe(Architecture.LENET5, Updater.ADAM, Kernels.FAST);
    ScoredCrossEntropy counted = new ScoredCrossEntropy();
    FastNetwork network = FastNetwork.of(recipe, counted);
    used(recipe).copyTo(network);
    network.fit(new ExistingDataSetIterator(minibatches(64, 64, 5)));
    counted.take();
    DataSet rows = minibatches(70, 70, 6).next();
    double mean = network.score(rows, false);
    Score fast = counted.take();
    MultiLayerNetwork plain = recipe.architecture().network(recipe.hyperparameters(), SEED);
    NetworkState.of(network).copyTo(plain);
    assertThat(mean).isCloseTo(plain.score(rows, false), within(1e-6));
    assertThat(fast.meanLoss()).isCloseTo(mean, within(1e-12));
    assertThat(fast.confusion().examples()).isEqualTo(70);
    assertThat(plain.getLayerWiseConfigurations().toJson()).doesNotContain("model.");
  }

  @Test
  void refusesRowsThatAreNotOurs() {
    Recipe recipe = recipe(Architecture.LENET5, Updater.ADAM, Kernels.FAST);
    FastNetwork network = FastNetwork.of(recipe, new CountedCrossEntropy());
    List<DataSet> others = List.of(new DataSet());
    assertThatThrownBy(() -> network.fit(new ExistingDataSetIterator(others.iterator())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a Minibatch, found org.nd4j.linalg.dataset.DataSet");
  }

  @Test
  void isRefusedForWhatItDoesNotCover() {
    assertThat(Kernels.DL4J.obstacle(Architecture.LENET5_SIGMOID)).isEmpty();
    assertThatThrownBy(() -> Kernels.FAST.requireNoObstacle(Architecture.LENET5_SIGMOID))
        .isInstanceOf(UnusableKernelsException.class)
        .hasMessageMatching(
            "The fast kernels cannot run on .+: they do not cover lenet5-sigmoid\\. Or choose --kernels dl4j");
  }
}

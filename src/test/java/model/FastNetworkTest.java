package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
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
    return minibatches(rows, batchSize, seed, 0);
  }

  /** Noise within a border of so many black pixels: all points of its windows are equal. */
  private static Iterator<DataSet> minibatches(int rows, int batchSize, long seed, int border) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      byte[] pixels = new byte[ImageBlock.PIXELS];
      random.nextBytes(pixels);
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        if (isInBorder(pixel / Architecture.SIDE, border)
            || isInBorder(pixel % Architecture.SIDE, border)) {
          pixels[pixel] = 0;
        }
      }
      images.add(new LabelledImage(row, random.nextInt(Architecture.CLASSES), pixels));
    }
    return Minibatches.inOrder(ImageBlock.pack(images.iterator()), batchSize);
  }

  private static boolean isInBorder(int place, int border) {
    return place < border || place >= Architecture.SIDE - border;
  }

  /** Trains from a state that some steps have already left their mark on. */
  private static NetworkState trained(Recipe recipe, int rows, int batchSize) {
    return new Replica(recipe, 0, used(recipe))
        .train(minibatches(rows, batchSize, 2), ReplicaProgress.UNTOLD)
        .state();
  }

  private static NetworkState used(Recipe recipe) {
    Recipe plain =
        new Recipe(recipe.architecture(), recipe.hyperparameters(), recipe.seed(), Kernels.DL4J);
    NetworkState start =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
    return new Replica(plain, 0, start)
        .train(minibatches(64, 16, 1), ReplicaProgress.UNTOLD)
        .state();
  }

  /** SGD with rate 1 from the same state: the difference is the gradient. */
  @ParameterizedTest
  @CsvSource({
    "LENET5, 0",
    "LENET5_LINEAR_CONV, 0",
    "LENET5_3X3, 0",
    "LENET5, 6",
    "LENET5_LINEAR_CONV, 6",
    "LENET5_3X3, 6"
  })
  void hasTheGradientsOfDl4jsLayers(Architecture architecture, int border) {
    for (int batch : new int[] {1, 3, 64, 65}) {
      Map<String, INDArray> fast = gradients(architecture, batch, border, Kernels.FAST);
      Map<String, INDArray> plain = gradients(architecture, batch, border, Kernels.DL4J);
      assertThat(fast).hasSize(10).hasSameSizeAs(plain);
      plain.forEach(
          (name, expected) ->
              assertThat(fast.get(name).distance2(expected) / expected.norm2Number().doubleValue())
                  .as("gradient of %s of %s, batch %d", name, architecture.title(), batch)
                  .isLessThan(1e-4));
    }
  }

  private static Map<String, INDArray> gradients(
      Architecture architecture, int batch, int border, Kernels kernels) {
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
            .train(minibatches(batch, batch, 3, border), ReplicaProgress.UNTOLD)
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
    int length = start.parameters().length;
    for (int kind = 0; kind * length < start.updaterState().length; kind++) {
      agree(
          kind(kind, length, start.updaterState()),
          kind(kind, length, fast.updaterState()),
          kind(kind, length, plain.updaterState()));
    }
  }

  /** Adam's state is m of all parameters and then v of all, which are of another size. */
  private static float[] kind(int kind, int length, float[] state) {
    return Arrays.copyOfRange(state, kind * length, (kind + 1) * length);
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

  /** After an epoch rounding has led them apart, but not in what was learned. */
  @Test
  void learnsAsMuchInAnEpochAsDl4jsLayers() {
    EpochResult.ReplicaShare fast = epoch(Kernels.FAST);
    EpochResult.ReplicaShare plain = epoch(Kernels.DL4J);
    assertThat(fast.minibatches()).isEqualTo(plain.minibatches()).isEqualTo(64);
    assertThat(fast.lossSum() / 4096).isBetween(0.1, 1.5);
    assertThat(fast.lossSum()).isCloseTo(plain.lossSum(), withinPercentage(1));
    assertThat(fast.correct()).isCloseTo(plain.correct(), withinPercentage(1));
  }

  private static EpochResult.ReplicaShare epoch(Kernels kernels) {
    Recipe recipe = recipe(Architecture.LENET5, Updater.ADAM, kernels);
    NetworkState start =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), SEED));
    Iterator<ImageBlock> rows = ImageBlock.pack(Rows.sortedByLabel(4096, 1).iterator());
    return new Replica(recipe, 0, start)
        .train(Minibatches.shuffled(rows, 64, Seeds.shuffle(SEED, 1, 0)), ReplicaProgress.UNTOLD)
        .share();
  }

  /** A minibatch of 128 is passed through in two parts; the second alone would be sound. */
  @Test
  void noticesALossThatIsNotFiniteInOnePartOfAMinibatch() {
    Recipe recipe = recipe(Architecture.LENET5, Updater.SGD, Kernels.FAST);
    MultiLayerNetwork overflowing = recipe.architecture().network(recipe.hyperparameters(), SEED);
    overflowing.getParam("0_W").assign(1e38f);
    Replica replica = new Replica(recipe, 0, NetworkState.of(overflowing));
    List<LabelledImage> whiteThenBlack = new ArrayList<>();
    for (int row = 0; row < 128; row++) {
      byte[] pixels = new byte[ImageBlock.PIXELS];
      Arrays.fill(pixels, (byte) (row < 64 ? 255 : 0));
      whiteThenBlack.add(new LabelledImage(row, 0, pixels));
    }
    Iterator<DataSet> minibatches =
        Minibatches.inOrder(ImageBlock.pack(whiteThenBlack.iterator()), 128);
    assertThatThrownBy(() -> replica.train(minibatches, ReplicaProgress.UNTOLD))
        .isInstanceOf(DivergedException.class);
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

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Two steps of DL4J against the published update rules, in double precision. */
class UpdaterTest {
  private static final double RATE = 0.01;
  private static final int BATCH = 4;

  @ParameterizedTest
  @EnumSource(Updater.class)
  void isFoundByItsTitle(Updater updater) {
    assertThat(Updater.named(updater.title())).contains(updater);
  }

  @Test
  void isNotFoundByAnotherName() {
    assertThat(Updater.named("ADAM")).isEmpty();
    assertThat(Updater.named("rmsprop")).isEmpty();
  }

  @Test
  void sgdGoesAgainstTheMeanGradient() {
    Steps steps = new Steps(Updater.SGD);
    steps.agree(i -> RATE * steps.first[i], i -> RATE * steps.second[i]);
  }

  @Test
  void adamDividesTheCorrectedMeanByTheCorrectedDeviation() {
    Steps steps = new Steps(Updater.ADAM);
    steps.agree(
        i -> RATE * steps.first[i] / (Math.abs(steps.first[i]) + 1e-8 / Math.sqrt(0.001)),
        i -> {
          double mean = 0.9 * 0.1 * steps.first[i] + 0.1 * steps.second[i];
          double square =
              0.999 * 0.001 * Math.pow(steps.first[i], 2) + 0.001 * Math.pow(steps.second[i], 2);
          double rate = RATE * Math.sqrt(1 - 0.999 * 0.999) / (1 - 0.9 * 0.9);
          return rate * mean / (Math.sqrt(square) + 1e-8);
        });
  }

  @Test
  void nesterovsLooksAheadByItsMomentum() {
    Steps steps = new Steps(Updater.NESTEROVS);
    // v₁ = -rate g₁, v₂ = 0.9 v₁ - rate g₂, and each step is -0.9 v(before) + 1.9 v(after).
    steps.agree(
        i -> 1.9 * RATE * steps.first[i],
        i -> {
          double before = -RATE * steps.first[i];
          return 0.9 * before - 1.9 * (0.9 * before - RATE * steps.second[i]);
        });
  }

  /** Gradients of two steps, and by how much each lowered the parameters. */
  private static final class Steps {
    private final double[] first;
    private final double[] firstStep;
    private final double[] second;
    private final double[] secondStep;

    Steps(Updater updater) {
      Hyperparameters hyperparameters =
          Architecture.LENET5_SIGMOID.defaults().withUpdater(updater).withLearningRate(RATE);
      MultiLayerNetwork network =
          Architecture.LENET5_SIGMOID.network(
              hyperparameters, 3, new LossNegativeLogLikelihood(), DataType.DOUBLE);
      DataSet minibatch = Images.minibatch(BATCH, 5, DataType.DOUBLE);
      first = gradient(network, minibatch);
      firstStep = step(network, minibatch);
      second = gradient(network, minibatch);
      secondStep = step(network, minibatch);
    }

    private static double[] gradient(MultiLayerNetwork network, DataSet minibatch) {
      network.setInput(minibatch.getFeatures());
      network.setLabels(minibatch.getLabels());
      network.computeGradientAndScore();
      return network.getFlattenedGradients().div(BATCH).toDoubleVector();
    }

    private static double[] step(MultiLayerNetwork network, DataSet minibatch) {
      double[] before = network.params().toDoubleVector();
      network.fit(minibatch);
      double[] after = network.params().toDoubleVector();
      for (int i = 0; i < after.length; i++) {
        after[i] = before[i] - after[i];
      }
      return after;
    }

    void agree(IntToDoubleFunction expectedFirst, IntToDoubleFunction expectedSecond) {
      for (int i = 0; i < first.length; i++) {
        assertThat(firstStep[i]).isCloseTo(expectedFirst.applyAsDouble(i), within(1e-12));
        assertThat(secondStep[i]).isCloseTo(expectedSecond.applyAsDouble(i), within(1e-12));
      }
    }
  }
}

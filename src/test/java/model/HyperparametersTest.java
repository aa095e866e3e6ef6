package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparametersTest {
  private final Hyperparameters adam =
      new Hyperparameters(Updater.ADAM, 1e-3, 0, 64, Initialisation.TORCH_DEFAULT);

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, 10.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesLearningRatesOutOfRange(double learningRate) {
    assertThatThrownBy(() -> adam.withLearningRate(learningRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Learning rate must be greater than 0 and at most 10.0: found %s", learningRate);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Hyperparameters.MAX_BATCH_SIZE + 1})
  void refusesBatchSizesOutOfRange(int batchSize) {
    assertThatThrownBy(() -> adam.withBatchSize(batchSize))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Batch size must be from 1 to 65536 images: found %d", batchSize);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesMomentumOutOfRange(double momentum) {
    assertThatThrownBy(() -> adam.withUpdater(Updater.NESTEROVS).withMomentum(momentum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Momentum must be at least 0 and less than 1: found %s", momentum);
  }

  @ParameterizedTest
  @EnumSource(
      value = Updater.class,
      names = {"ADAM", "SGD"})
  void refusesMomentumThatTheUpdaterWouldIgnore(Updater updater) {
    assertThatThrownBy(() -> adam.withUpdater(updater).withMomentum(0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Updater %s has no momentum, so it must be 0: found 0.9; use nesterovs for momentum",
            updater.title());
  }

  @Test
  void refusesMissingUpdaterOrInitialisation() {
    assertThatThrownBy(() -> new Hyperparameters(null, 1e-3, 0, 64, Initialisation.HE_UNIFORM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Updater and initialisation must be given: found null and HE_UNIFORM");
    assertThatThrownBy(() -> adam.withInitialisation(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Updater and initialisation must be given: found ADAM and null");
  }

  @Test
  void changesNothingButWhatIsAsked() {
    assertThat(
            adam.withLearningRate(0.5)
                .withBatchSize(7)
                .withInitialisation(Initialisation.LECUN_1998)
                .withUpdater(Updater.NESTEROVS)
                .withMomentum(0.8))
        .isEqualTo(new Hyperparameters(Updater.NESTEROVS, 0.5, 0.8, 7, Initialisation.LECUN_1998));
  }

  @ParameterizedTest
  @CsvSource({"ADAM, 0", "SGD, 0", "NESTEROVS, 0.9"})
  void takesTheUsualMomentumWithTheUpdater(Updater updater, double momentum) {
    assertThat(adam.withUpdater(Updater.NESTEROVS).withUpdater(updater).momentum())
        .isEqualTo(momentum);
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

class WarmUpTest {
  /** Warmed up with its own learning rate and batch, it would diverge and take gigabytes. */
  @ParameterizedTest
  @EnumSource
  void endsWellWhateverIsToBeTrainedAndChangesNothing(Architecture architecture) {
    Hyperparameters wild = architecture.defaults().withUpdater(Updater.SGD).withLearningRate(10);
    String before = first(architecture, wild);
    WarmUp.of(
        new Recipe(architecture, wild.withBatchSize(65_536), 3, TestKernels.here(architecture)));
    assertThat(first(architecture, wild)).isEqualTo(before);
    assertThat(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()).isEmpty();
  }

  private static String first(Architecture architecture, Hyperparameters hyperparameters) {
    return NetworkState.of(architecture.network(hyperparameters, 3)).parametersSha256();
  }
}

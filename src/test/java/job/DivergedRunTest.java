package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.RunRecord;
import java.nio.file.Path;
import java.util.Map;
import model.Architecture;
import model.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose learning rate is too large, as its second epoch shows. */
class DivergedRunTest {
  @TempDir Path folder;

  @Test
  void keepsTheGoodEpochAndSaysWhereItDivergedHoweverOftenItIsStarted() throws Exception {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
    SmallRun run = SmallRun.in(folder).withData();
    assertDiverges(
        () ->
            run.begin(
                "--epochs", "12", "--updater", "SGD", "--learning-rate", "1", "--batch-size", "2"));
    assertThat(run.hashes()).hasSize(1);
    assertThat(run.directory().run().state()).isEqualTo(RunRecord.State.FAILED);

    Map<String, String> before = run.contents();
    assertDiverges(run::train);
    assertThat(run.contents()).isEqualTo(before);
    assertThat(run.evaluate()).isOne();
  }

  private interface Training {
    void run() throws Exception;
  }

  private static void assertDiverges(Training training) {
    Throwable failure = catchThrowable(training::run);
    assertThat(failure).isNotNull();
    assertThat(Failure.message(failure))
        .matches(
            "Training diverged in epoch 2, shard [01], minibatch 3: expected finite numbers, found a loss of NaN\\. The learning rate was 1\\.0: try a smaller one \\(--learning-rate\\)\\.");
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochProgressTest {
  private final List<List<Number>> followed = new ArrayList<>();
  private final EpochProgress progress =
      new EpochProgress(
          EpochProgress.Display.LINES,
          100,
          3,
          (epoch, rows, lossSum, nanos) -> followed.add(List.of(epoch, rows, lossSum)));

  @Test
  void addsUpWhatTheReplicasTell() {
    progress.start(2);
    progress.trained(2, 0, 30, 15);
    progress.trained(2, 1, 10, 5);
    progress.trained(2, 0, 40, 20);
    assertThat(progress.line())
        .matches("epoch 2/3: 50 of 100 images  loss 0\\.5000  [\\d,]+ images/s  \\d+ s left");
    assertThat(followed)
        .containsExactly(List.of(2, 30L, 15.0), List.of(2, 40L, 20.0), List.of(2, 50L, 25.0));
  }

  @Test
  void saysNothingOfTheTimeLeftAtTheVeryBeginning() {
    progress.start(1);
    progress.trained(1, 0, 4, 2);
    assertThat(progress.line()).contains(" 4 of 100 images ").doesNotContain("left");
    progress.trained(1, 0, 100, 2);
    progress.stop();
    progress.start(2);
    progress.trained(2, 0, 1, 2);
    assertThat(progress.line()).contains(" 1 of 100 images ").endsWith(" s left");
  }

  @Test
  void doesNotFallBackWhenAReplicaIsTrainedAgain() {
    progress.start(1);
    progress.trained(1, 0, 40, 20);
    progress.trained(1, 0, 10, 9);
    assertThat(progress.line()).contains(" 40 of 100 images  loss 0.5000 ");
  }

  @Test
  void hearsNothingOfAnotherEpochNorBetweenTwo() {
    progress.start(1);
    progress.trained(1, 0, 40, 20);
    progress.stop();
    progress.trained(1, 0, 100, 20);
    progress.start(2);
    progress.trained(1, 0, 100, 20);
    assertThat(progress.line()).isEqualTo("epoch 2/3: 0 of 100 images  nothing told yet");
    progress.trained(2, 0, 20, 30);
    assertThat(progress.line()).contains(" 20 of 100 images  loss 1.5000 ");
  }

  /**
   * The bar is drawn by a thread of its own, which must not need what is held when it is closed.
   */
  @Test
  void takesTheBarAwayWhileItIsBeingDrawn() {
    EpochProgress bar =
        new EpochProgress(EpochProgress.Display.BAR, 100, 3, (epoch, rows, lossSum, nanos) -> {});
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int epoch = 1; epoch <= 20; epoch++) {
            bar.start(epoch);
            bar.trained(epoch, 0, 40, 20);
            bar.stop();
          }
        });
  }
}

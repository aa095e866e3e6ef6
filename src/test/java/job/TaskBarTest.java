package job;

import static org.assertj.core.api.Assertions.assertThat;

import model.TaskProgress;
import org.junit.jupiter.api.Test;

class TaskBarTest {
  private final TaskBar bar = TaskBar.hidden("images");

  @Test
  void addsUpWhatTheTasksTell() throws Exception {
    bar.start("scoring", 100);
    assertThat(bar.figures()).isEmpty();

    bar.trained(1, 0, 30, 0);
    assertThat(bar.figures()).as("no speed from one word alone").isEmpty();
    bar.trained(1, 1, 20, 0);
    bar.trained(1, 0, 10, 0); // run again
    assertThat(bar.figures()).as("no speed from a moment").isEmpty();
    awaitFigures();

    assertThat(bar.done()).isEqualTo(50);
    assertThat(bar.figures()).matches("[\\d,]+ images/s  \\d+ s left");
  }

  @Test
  void saysNothingOfTheTimeLeftAtTheVeryBeginning() throws Exception {
    bar.start("scoring", 1_000);
    bar.trained(1, 0, 10, 0);
    bar.trained(1, 0, 49, 0);
    awaitFigures();
    assertThat(bar.figures()).matches("[\\d,]+ images/s");
    bar.trained(1, 0, 50, 0);
    assertThat(bar.figures()).endsWith(" left");
  }

  /** The tasks begin at about once: after half a second there is a speed. */
  private void awaitFigures() throws InterruptedException {
    while (bar.figures().isEmpty()) {
      Thread.sleep(20);
    }
  }

  @Test
  void tellsOfNoTimeBelowNoneWhenMoreCameThanWereCounted() throws Exception {
    bar.start("scoring", 10);
    bar.trained(1, 0, 5, 0);
    bar.trained(1, 0, 12, 0);
    awaitFigures();
    assertThat(bar.figures()).endsWith("  0 s left");
  }

  @Test
  void hearsNothingOfAnotherPassNorAfterTheLast() {
    bar.start("scoring", 100);
    bar.trained(1, 0, 70, 0);
    bar.stop();
    bar.trained(1, 0, 100, 0);
    assertThat(bar.done()).isEqualTo(70);

    bar.start("scoring", 100);
    bar.trained(1, 0, 100, 0);
    assertThat(bar.done()).isZero();
    bar.trained(2, 0, 5, 0);
    assertThat(bar.done()).isEqualTo(5);
  }

  @Test
  void asksNoTaskToTellAnythingWhereNobodyWatches() {
    assertThat(bar.start("scoring", 100)).isSameAs(TaskProgress.UNTOLD);
  }
}

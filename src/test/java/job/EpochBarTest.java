package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EpochBarTest {
  private static final String FIGURES = "loss 0.5505  37,964 images/s  11 s left";
  private final EpochBar ascii = new EpochBar(StandardCharsets.US_ASCII);

  @Test
  void hasRoomForABarAndAllFiguresOnATerminalOf80Columns() {
    assertThat(ascii.line("epoch 1/10", 0.5, FIGURES, 80))
        .isEqualTo("epoch 1/10  50%  ###########...........  " + FIGURES)
        .hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void growsNoLongerThanItIsReadWithOneLook() {
    assertThat(ascii.line("epoch 1/10", 1, FIGURES, 200))
        .isEqualTo("epoch 1/10 100%  " + "#".repeat(40) + "  " + FIGURES);
  }

  @Test
  void goesWithoutABarWhereThereIsNoRoom() {
    assertThat(ascii.line("epoch 1/10", 0, FIGURES, 60)).isEqualTo("epoch 1/10   0%  " + FIGURES);
    assertThat(ascii.line("epoch 1/10", 0, FIGURES, 20)).isEqualTo("epoch 1/10   0%  los");
  }

  @Test
  void saysNothingOfWhatIsNotKnownYetAndIsOfBlocksInUtf8() {
    assertThat(new EpochBar(StandardCharsets.UTF_8).line("epoch 1/10", 0.05, null, 80))
        .isEqualTo("epoch 1/10   5%  \u2588\u2588" + "\u2591".repeat(38) + "  ");
  }
}

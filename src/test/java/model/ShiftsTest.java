package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShiftsTest {
  /** Grey is 1 + column, so that each pixel tells where it was; row 27 is empty. */
  private static byte[] columns() {
    byte[] image = new byte[ImageBlock.PIXELS];
    for (int i = 0; i < image.length - Architecture.SIDE; i++) {
      image[i] = (byte) (1 + i % Architecture.SIDE);
    }
    return image;
  }

  private static int at(byte[] image, int y, int x) {
    return image[y * Architecture.SIDE + x];
  }

  @Test
  void moveByOnePixelEachWayAndLoseWhatIsBeyondTheEdge() {
    List<byte[]> shifts = Shifts.of(columns()).toList();

    assertThat(shifts).hasSize(Shifts.COUNT);
    assertThat(shifts.get(0)).isEqualTo(columns());
    assertThat(IntStream.range(1, 5).mapToObj(i -> at(shifts.get(i), 5, 10)))
        .containsExactly(10, 12, 11, 11); // right, left, down, up
    assertThat(IntStream.range(1, 5).mapToObj(i -> at(shifts.get(i), 5, 0)))
        .containsExactly(0, 2, 1, 1);
    assertThat(IntStream.range(1, 5).mapToObj(i -> at(shifts.get(i), 5, 27)))
        .containsExactly(27, 0, 28, 28);
    assertThat(IntStream.range(1, 5).mapToObj(i -> at(shifts.get(i), 0, 3)))
        .containsExactly(3, 5, 0, 4);
    assertThat(IntStream.range(1, 5).mapToObj(i -> at(shifts.get(i), 26, 3)))
        .containsExactly(3, 5, 4, 0);
  }

  @Test
  void theirMeanIsOfFiveAnswersEach() {
    List<double[]> answers =
        IntStream.range(0, 10).mapToObj(i -> new double[] {i, i < 5 ? 1 : 0}).toList();

    List<double[]> means = Shifts.means(answers);

    assertThat(means).hasSize(2);
    assertThat(means.get(0)).containsExactly(2, 1);
    assertThat(means.get(1)).containsExactly(7, 0);
  }
}

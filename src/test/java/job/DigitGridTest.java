package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.WholePng;
import io.idx.SampledRow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitGridTest {
  private static final int GAP = 4;

  @TempDir Path folder;

  /** Images of 28×28, each of one grey, at twice the size. */
  @Test
  void isAPictureInReadingOrder() throws IOException {
    BufferedImage grid = written(12, 28);

    assertThat(grid.getWidth()).isEqualTo(10 * (56 + GAP) + GAP);
    assertThat(grid.getHeight()).isEqualTo(2 * (56 + GAP) + GAP);
    for (int i = 0; i < 12; i++) {
      int left = GAP + i % 10 * 60;
      int top = GAP + i / 10 * 60;
      assertThat(grey(grid, left, top)).isEqualTo(20 * i);
      assertThat(grey(grid, left + 55, top + 55)).isEqualTo(20 * i);
      assertThat(grey(grid, left + 56, top + 55)).isEqualTo(128);
      assertThat(grey(grid, left + 55, top - 1)).isEqualTo(128);
    }
    assertThat(grey(grid, GAP + 2 * 60, GAP + 60)).as("no thirteenth").isEqualTo(128);
  }

  @Test
  void keepsEachPixelOfAnImage() {
    byte[] pixels = new byte[28 * 28];
    pixels[3 * 28 + 5] = (byte) 200;

    BufferedImage grid = DigitGrid.of(List.of(new SampledRow(0, 0, 28, 28, pixels)));

    assertThat(grid.getWidth()).isEqualTo(56 + 2 * GAP);
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 56; x++) {
        assertThat(grey(grid, GAP + x, GAP + y)).isEqualTo(y / 2 == 3 && x / 2 == 5 ? 200 : 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"28, 56", "8, 56", "16, 48", "57, 57", "128, 128"})
  void enlargesSmallImagesByAWholeNumber(int side, int drawn) throws IOException {
    assertThat(written(1, side).getWidth()).isEqualTo(drawn + 2 * GAP);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 9", "40, 10", "100, 10", "101, 11", "5000, 71"})
  void isAboutSquareAndTenAcrossAtLeast(int images, int across) {
    assertThat(DigitGrid.across(images)).isEqualTo(across);
  }

  @Test
  void replacesTheFormerPictureAndLeavesNothingElse() throws IOException {
    written(2, 28);
    written(1, 28);

    assertThat(folder.resolve("new")).isDirectoryContaining("glob:**/grid.png");
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).hasSize(1);
    }
  }

  /** Into a folder that is made if it is not there. */
  private BufferedImage written(int images, int side) throws IOException {
    Path file = folder.resolve("new/grid.png");
    BufferedImage grid =
        DigitGrid.of(IntStream.range(0, images).mapToObj(i -> uniform(i, side)).toList());
    WholePng.write(new Configuration(), file.toString(), grid);
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    return read;
  }

  private static SampledRow uniform(int number, int side) {
    byte[] pixels = new byte[side * side];
    Arrays.fill(pixels, (byte) (20 * number));
    return new SampledRow(number, 0, side, side, pixels);
  }

  /** As it is stored: getRGB would change it for its curve of brightness. */
  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }
}

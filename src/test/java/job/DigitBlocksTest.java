package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.idx.SampledRow;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitBlocksTest {
  /** Three lines, so that a half of the last characters has no pixel. */
  private static final SampledRow TINY =
      row(1500, 7, 3, 4, 0, 255, 255, 0, 0, 0, 255, 128, 64, 64, 0, 255);

  private static SampledRow row(long row, int label, int height, int width, int... greys) {
    byte[] pixels = new byte[greys.length];
    for (int i = 0; i < greys.length; i++) {
      pixels[i] = (byte) greys[i];
    }
    return new SampledRow(row, label, height, width, pixels);
  }

  @Test
  void paintsTwoPixelsACharacterAndResetsAtEachEnd() {
    assertThat(DigitBlocks.of(List.of(TINY), new Screen(Ink.GREYS, 80)).lines())
        .containsExactly(
            painted("232;48;5;232", "▀", "255;48;5;232", "▀", "255;48;5;255", "▀")
                + painted("232;48;5;244", "▀\033[0m"),
            painted("238;48;5;232", "▀▀", "232;48;5;232", "▀", "255;48;5;232", "▀\033[0m"),
            "7 #1500",
            "");
  }

  private static String painted(String... coloursAndText) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < coloursAndText.length; i += 2) {
      line.append("\033[38;5;").append(coloursAndText[i]).append('m').append(coloursAndText[i + 1]);
    }
    return line.toString();
  }

  @Test
  void shadesTwoPixelsACharacterWithoutColours() {
    assertThat(DigitBlocks.of(List.of(TINY), new Screen(Ink.SHADES, 80)).lines())
        .containsExactly(" ▒█░", "   ▒", "7 #1500", "");
    assertThat(DigitBlocks.of(List.of(TINY), new Screen(Ink.ASCII, 80)).lines())
        .containsExactly(" :#.", "   :", "7 #1500", "");
  }

  /** In 15 columns two captions of 7 have no room. */
  @Test
  void drawsAtHalfSizeIfNotAllHaveRoomAtFullSize() {
    List<SampledRow> two = List.of(TINY, TINY);

    assertThat(DigitBlocks.of(two, new Screen(Ink.SHADES, 16)).lines())
        .containsExactly(" ▒█░      ▒█░", "   ▒        ▒", "7 #1500  7 #1500", "");
    assertThat(DigitBlocks.of(two, new Screen(Ink.SHADES, 15)).lines())
        .containsExactly("⠈⠳", "7 #1500", "", "⠈⠳", "7 #1500", "");
  }

  @Test
  void paintsTheMeanOfFourPixelsAtHalfSize() {
    assertThat(DigitBlocks.of(List.of(TINY, TINY), new Screen(Ink.GREYS, 10)).lines())
        .startsWith(painted("237;48;5;235", "▀", "246;48;5;237", "▀\033[0m"), "7 #1500", "");
  }

  /** So few characters of five shades show no digit. */
  @Test
  void staysAtFullSizeInAscii() {
    assertThat(DigitBlocks.of(List.of(TINY, TINY), new Screen(Ink.ASCII, 10)).lines())
        .containsExactly(" :#.", "   :", "7 #1500", "", " :#.", "   :", "7 #1500", "");
  }

  @Test
  void setsAsManySideBySideAsALineHolds() {
    SampledRow digit = row(58_500, 3, 28, 28, new int[28 * 28]);
    String text = DigitBlocks.of(Collections.nCopies(12, digit), new Screen(Ink.GREYS, 80));

    List<String> lines = text.lines().toList();
    assertThat(lines).hasSize(3 * (7 + 2));
    assertThat(lines.get(7)).isEqualTo(captions(5));
    assertThat(lines.get(25)).isEqualTo(captions(2));
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line.replaceAll("\033\\[[^m]*m", "")).hasSizeLessThanOrEqualTo(80));
  }

  private static String captions(int digits) {
    return Stream.generate(() -> "3 #58500")
        .limit(digits)
        .collect(Collectors.joining(" ".repeat(8)));
  }

  @Test
  void setsOneAtLeastOnALine() {
    assertThat(DigitBlocks.of(List.of(TINY, TINY), new Screen(Ink.SHADES, 1)).lines()).hasSize(6);
  }

  /** Of MNIST's size: 14 by 7 characters at half size, two lines below each, and a gap of two. */
  @ParameterizedTest
  @CsvSource({"GREYS, 80, 17, 5", "GREYS, 80, 18, 10", "SHADES, 132, 27, 24", "ASCII, 80, 18, 2"})
  void countsHowManyFitOnAScreen(Ink ink, int columns, int lines, int fitting) {
    SampledRow last = new SampledRow(59_999, 0, 28, 28, new byte[28 * 28]);
    Screen screen = new Screen(ink, columns);

    assertThat(DigitBlocks.fitting(last, screen, lines)).isEqualTo(fitting);
    assertThat(DigitBlocks.of(Collections.nCopies(fitting, last), screen).lines().count())
        .isLessThanOrEqualTo(lines);
  }

  @Test
  void showsOneLineOfDigitsOnAScreenThatIsTooLow() {
    assertThat(DigitBlocks.fitting(TINY, new Screen(Ink.GREYS, 1), -3)).isEqualTo(1);
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.Prediction;
import io.picture.PicturePng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.Browser;
import testing.Browser.Screen;
import testing.OpenPage;
import testing.Project;

/** The sheet as people see it; its pictures are left in {@code target/pages}. */
class ContactSheetBrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  private static final double[] SEVEN = {0.01, 0.2, 0, 0, 0, 0, 0, 0.789, 0.001, 0};
  private static final String LONG =
      "hdfs://namenode.example.org:8020/user/somebody/"
          + "photographs-of-the-whole-year/".repeat(5)
          + "IMG_20261127_221501_without_any_blank.jpeg";

  @TempDir static Path folder;
  private static Path sheet;

  @BeforeAll
  static void writeSheet() throws IOException {
    Prediction.Answer answer = new Prediction.Answer(drawn(28, 28), SEVEN);
    List<Prediction> predictions =
        List.of(
            Prediction.of("file:/home/me/seven.png", answer, List.of())
                .withThumbnail(PicturePng.ofGrey(drawn(160, 160), 160)),
            Prediction.of(LONG, answer, List.of("light ink on dark", "turned as EXIF says"))
                .withThumbnail(PicturePng.ofGrey(drawn(160, 100), 160)),
            Prediction.of("file:/data/t10k-images-idx3-ubyte.gz#17", answer, List.of()),
            Prediction.failed(
                "file:/home/me/notes.txt",
                List.of(),
                "Not a picture: found a text, expected PNG, JPEG, GIF or BMP. Give a picture."),
            Prediction.failed(LONG, List.of("scaled down"), "No digit is on the picture: " + LONG)
                .withThumbnail(PicturePng.ofGrey(new byte[160 * 160], 160)));
    sheet =
        Files.writeString(
            folder.resolve("sheet.html"),
            ContactSheet.of(
                "lenet5, epoch 10 of %s".formatted("a_long_run_id_".repeat(6)),
                "2 of 4 files answered",
                predictions));
  }

  @ParameterizedTest
  @CsvSource({"DESKTOP, LIGHT", "DESKTOP, DARK", "PHONE, LIGHT", "PHONE, DARK", "PAPER, LIGHT"})
  void canBeReadWithoutANetworkOnAnyScreen(Screen screen, ColorScheme scheme) {
    try (OpenPage page = BROWSER.open(sheet, screen, scheme)) {
      page.screenshot(
          Project.DIRECTORY.resolve("target/pages/sheet-%s-%s.png".formatted(screen, scheme)));
      assertThat(page.faults()).as("%s, %s", screen, scheme).isEmpty();
    }
  }

  /** A seven of strokes four pixels wide, white on black, {@code [side × side]}. */
  private static byte[] drawn(int side, int tall) {
    byte[] image = new byte[side * side];
    for (int y = tall / 5; y < tall * 4 / 5; y++) {
      for (int x = side / 4; x < side * 3 / 4; x++) {
        boolean bar = y < tall / 5 + side / 8;
        boolean stem = Math.abs(x + (y - tall / 5) * side / tall / 2 - side * 5 / 7) < side / 14;
        image[y * side + x] = (byte) (bar || stem ? 255 : 0);
      }
    }
    return image;
  }
}

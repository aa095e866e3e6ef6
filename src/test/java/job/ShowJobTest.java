package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.digits.DrawnDigits;
import io.idx.IdxPair;
import io.idx.IdxWriter;
import io.idx.LabelledRows;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Where no terminal is: whatever the environment of the tests, no escape sequence is allowed. */
class ShowJobTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void showsTheDrawnDigitsWithoutLeavingAFile() {
    assertThat(run("show", "--data", "builtin:digits", "--set", "test", "--rows", "4")).isZero();

    assertThat(out.toString().lines())
        .startsWith(
            "builtin:digits, test: 1,000 rows of 28 by 28 pixels (drawn by this program)",
            "label    0    1    2    3    4    5    6    7    8    9",
            "rows   100  100  100  100  100  100  100  100  100  100",
            "")
        .endsWith("4 of 1,000 rows, spread evenly; under each: label #row, from 0");
    assertThat(captions())
        .extracting(caption -> caption.replaceAll(".*#", ""))
        .containsExactly("0", "250", "500", "750");
    assertThat(out.toString()).doesNotContain("\033");
    assertThat(err.toString()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void writesAPictureOfTheSameRows() throws IOException {
    set(28, 1, 2, 1, 0);
    Path picture = folder.resolve("new folder/grid.png");

    assertThat(run("show", "--data", data(), "--label", "1", "--output", picture.toString()))
        .isZero();

    assertThat(captions()).containsExactly("1 #0", "1 #2");
    assertThat(out.toString().lines())
        .contains("rows   1  2  1  0  0  0  0  0  0  0")
        .endsWith(
            "all 2 rows with the label 1; under each: label #row, from 0",
            "picture: %s, 2 across, in this order".formatted(picture));
    BufferedImage grid = ImageIO.read(picture.toFile());
    assertThat(List.of(grid.getWidth(), grid.getHeight())).containsExactly(124, 64);
    assertThat(grid.getRaster().getSample(4, 4, 0)).as("row 0").isEqualTo(10);
    assertThat(grid.getRaster().getSample(64, 4, 0)).as("row 2").isEqualTo(12);
  }

  @Test
  void showsAsManyAsATerminalHoldsAtOnceButNoMoreThanForty() throws IOException {
    LabelledRows digits = DrawnDigits.rows(IdxPair.TRAIN);

    assertThat(ShowJob.usual(digits, screen(OptionalInt.of(24)), 0)).isEqualTo(10);
    assertThat(ShowJob.usual(digits, screen(OptionalInt.of(24)), 1)).isEqualTo(5);
    assertThat(ShowJob.usual(digits, screen(OptionalInt.of(200)), 0)).isEqualTo(40);
    assertThat(ShowJob.usual(digits, screen(OptionalInt.empty()), 0)).isEqualTo(40);
  }

  private static Screen screen(OptionalInt lines) {
    return new Screen(Ink.GREYS, 80, lines);
  }

  @Test
  void showsImagesOfOtherSizes() throws IOException {
    set(128, 3);

    assertThat(run("show", "--data", data())).isZero();
    assertThat(out.toString())
        .startsWith(folder + ", train: 1 rows of 128 by 128 pixels (train-images-idx3-ubyte)\n");
  }

  @Test
  void refusesImagesThatNoTerminalHolds() throws IOException {
    set(129, 3);

    assertThat(run("show", "--data", data())).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "Too large to be shown: expected images of at most 128×128 pixels, found 129×129 in file:"
                + folder);
    assertThat(out.toString()).isEmpty();
  }

  /** What the set does hold is told all the same. */
  @Test
  void refusesALabelThatNoRowHasAndWritesNoPicture() throws IOException {
    set(28, 1, 2);
    Path picture = folder.resolve("grid.png");

    assertThat(run("show", "--data", data(), "--label", "7", "--output", picture.toString()))
        .isEqualTo(1);

    assertThat(err.toString().strip())
        .isEqualTo(
            "No row has the label 7: expected one at least among the 2 of %s (train), found none. Name a label that is there, or leave --label out"
                .formatted(folder));
    assertThat(out.toString().lines()).endsWith("rows   0  1  1  0  0  0  0  0  0  0", "");
    assertThat(picture).doesNotExist();
  }

  @Test
  void refusesADirectoryThatIsNotThereAndOneWithoutTheSet() throws IOException {
    assertThat(run("show", "--data", data() + "/none")).isEqualTo(1);
    set(28, 1);
    assertThat(run("show", "--data", data(), "--set", "test")).isEqualTo(1);

    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("No such directory: file:" + folder + "/none: expected"))
        .anyMatch(
            line ->
                line.startsWith("Unusable data directory: file:" + folder + ": expected")
                    && line.contains("found neither t10k-images-idx3-ubyte nor"));
  }

  @Test
  void refusesAPlaceWhereNoPictureCanBeBeforeItDraws() {
    assertThat(run("show", "--data", "builtin:digits", "--output", "22:00.png")).isEqualTo(1);
    assertThat(run("show", "--data", "builtin:digits", "--output", "what://x/a.png")).isEqualTo(1);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("expected a place on a file system that is known here"))
        .anyMatch(line -> line.startsWith("Cannot write '22:00.png' (--output)"))
        .anyMatch(line -> line.startsWith("Cannot write 'what://x/a.png' (--output)"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAPlaceBelowAFileBeforeItDraws() throws IOException {
    set(28, 1);
    Path picture = folder.resolve(IdxPair.named(IdxPair.TRAIN).labels()).resolve("grid.png");

    assertThat(run("show", "--data", data(), "--output", picture.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Cannot write " + picture + " (--output): expected a folder")
        .contains("Not a directory", "nothing was begun");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void tellsOfDamagedFilesAsTrainDoes() throws IOException {
    set(28, 1, 2);
    Path images = folder.resolve(IdxPair.named(IdxPair.TRAIN).images());
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 1000));

    assertThat(run("show", "--data", data())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Fewer bytes than the header says: file:" + images)
        .contains("found 1000 bytes");
  }

  @Test
  void refusesWrongUsageWithAllItsFaults() {
    assertThat(
            run(
                "show",
                "--data",
                " ",
                "--rows",
                "0",
                "--label",
                "10",
                "--output",
                "a.jpg",
                "--set",
                "all"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "wrong usage: --data: expected a directory, found ''",
            "wrong usage: --rows: expected 1 to 5000, found 0",
            "wrong usage: --label: expected 0 to 9, found 10",
            "wrong usage: --output: expected a name that ends in .png, found a.jpg",
            "wrong usage: --set: expected one of train, test, found all",
            "See: submit.sh show --help");
  }

  @Test
  void asksForItsDataAlone() {
    assertThat(run("show")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: --data: expected DIR, found none", "See: submit.sh show --help");
  }

  @Test
  @EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
  void showsMnist() {
    assertThat(run("show", "--data", System.getProperty("mnist.dir"), "--rows", "3")).isZero();

    assertThat(out.toString())
        .contains(
            "60,000 rows of 28 by 28 pixels",
            "rows   5,923  6,742  5,958  6,131  5,842  5,421  5,918  6,265  5,851  5,949",
            "3 of 60,000 rows, spread evenly");
    assertThat(captions()).containsExactly("5 #0", "5 #20000", "7 #40000");
  }

  /** Images of one grey each: 10 more than the row's number. */
  private void set(int side, int... labels) throws IOException {
    IdxPair names = IdxPair.named(IdxPair.TRAIN);
    byte[] ofLabels = new byte[labels.length];
    byte[][] images = new byte[labels.length][side * side];
    for (int row = 0; row < labels.length; row++) {
      ofLabels[row] = (byte) labels[row];
      Arrays.fill(images[row], (byte) (10 + row));
    }
    Configuration hadoop = new Configuration();
    IdxWriter.writeLabels(hadoop, folder.resolve(names.labels()).toString(), ofLabels);
    IdxWriter.writeImages(
        hadoop,
        folder.resolve(names.images()).toString(),
        side,
        side,
        labels.length,
        Stream.of(images).iterator());
  }

  private String data() {
    return folder.toString();
  }

  private List<String> captions() {
    return out.toString()
        .lines()
        .flatMap(line -> Stream.of(line.split("  +")))
        .filter(caption -> caption.matches("\\d #\\d+"))
        .toList();
  }

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}

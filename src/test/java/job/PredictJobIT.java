package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.idx.IdxWriter;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import model.Predictor;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;
import testing.StandaloneCluster;
import testing.Submit;

/** {@code predict} on executors in JVMs of their own: files of all kinds, good ones and bad. */
class PredictJobIT {
  @TempDir Path folder;

  @Test
  void answersWhatItCanAndSaysOfEachOtherFileWhy() throws Exception {
    SmallRun.in(folder.resolve("runs")).withData().begin("--epochs", "2");
    Path pictures = pictures();
    Path table = folder.resolve("table");
    Path sheet = folder.resolve("sheet.html");

    String[] arguments = {
      "--master",
      StandaloneCluster.shared().masterUrl(),
      "--total-executor-cores",
      "2",
      "--executor-memory",
      "700m",
      "predict",
      "--model",
      folder.resolve("runs/run") + "@1",
      "--input",
      pictures.toString(),
      "--output",
      table.toString(),
      "--sheet",
      sheet.toString()
    };
    Submit.Result result = new Submit().withFirstCompilerAlone().succeeds(arguments);

    assertThat(result.stdout())
        .contains("lenet5, epoch 1 of run: 5 of 8 files and images answered")
        .containsSubsequence(
            "digit  sure %  second  sure %  picture",
            "  " + pictures + "/a b.png\n",
            "  " + pictures + "/more/deeper/some-idx3-ubyte#1\n",
            "\n\nwithout an answer:\n",
            "    -  " + pictures + "/cut.png: A damaged PNG",
            "    -  " + pictures + "/notes.txt: Not a picture of a known format",
            "found text.");
    assertTable(table);
    String page = Files.readString(sheet);
    assertThat(page).contains("a b.png", "the picture", "as the network saw it");
    assertThat(page).doesNotContain("http://", "https://", "<script");

    Submit.Result again = new Submit().withFirstCompilerAlone().run(arguments);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.stderr().lines())
        .last()
        .asString()
        .contains("is there already: expected a new folder for the predictions");
    assertTable(table);
  }

  private void assertTable(Path table) throws Exception {
    List<Row> rows =
        SparkSessions.shared().read().parquet(table.toString()).orderBy("path").collectAsList();
    assertThat(rows.stream().map(row -> row.<String>getAs("path")))
        .extracting(path -> path.substring(path.lastIndexOf('/') + 1))
        .containsExactly(
            "a b.png",
            "cut.png",
            "empty.png",
            "light.png",
            "some-idx3-ubyte#0",
            "some-idx3-ubyte#1",
            "notes.txt",
            "\u00e9.jpg");
    for (Row row : rows) {
      boolean failed = row.getAs("error") != null;
      assertThat(failed)
          .as(row.toString())
          .isEqualTo(row.<String>getAs("path").matches(".*(cut|empty|notes)\\...."));
      assertThat(row.<Object>getAs("digit") == null).isEqualTo(failed);
      if (!failed) {
        List<Double> probabilities = row.getList(row.fieldIndex("probabilities"));
        assertThat(probabilities).hasSize(10);
        assertThat(probabilities.stream().mapToDouble(one -> one).sum()).isBetween(0.999, 1.001);
        assertThat(probabilities.get(row.<Integer>getAs("digit")))
            .isEqualTo(row.<Double>getAs("probability"))
            .isGreaterThanOrEqualTo(row.<Double>getAs("second_probability"));
        assertThat(row.<byte[]>getAs("image")).hasSize(28 * 28);
      }
    }
    assertAnswers(
        rows.stream().filter(row -> row.getAs("image") != null).toList(),
        folder.resolve("runs/run") + "@1");
  }

  /** To pictures the mean over shifts, to images of IDX files the network's own. */
  private static void assertAnswers(List<Row> rows, String model) throws Exception {
    try (Predictor network =
        Predictor.of(
            ModelChoice.of(model).read(new Configuration(), KernelChoice.AUTO).network())) {
      for (Row row : rows) {
        List<byte[]> image = List.of(row.<byte[]>getAs("image"));
        double[] expected =
            (row.<String>getAs("path").contains("#")
                    ? network.probabilities(image)
                    : network.probabilitiesOverShifts(image))
                .get(0);
        List<Double> found = row.getList(row.fieldIndex("probabilities"));
        assertThat(found.stream().mapToDouble(one -> one).toArray())
            .as(row.toString())
            .containsExactly(expected, within(1e-4));
      }
      assertThat(rows).hasSize(5);
    }
  }

  private Path pictures() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/more/deeper"));
    Path root = folder.resolve("pictures");
    draw(root.resolve("a b.png"), 0xffffff, 0x000000);
    draw(pictures.resolve("light.png"), 0x222222, 0xdddddd);
    draw(root.resolve("\u00e9.jpg"), 0xffffff, 0x000000);
    idx(pictures.resolve("some-idx3-ubyte"));
    Files.writeString(root.resolve("notes.txt"), "no picture");
    Files.writeString(root.resolve(".hidden"), "not looked at");
    Files.write(root.resolve("empty.png"), new byte[0]);
    byte[] whole = Files.readAllBytes(root.resolve("a b.png"));
    Files.write(root.resolve("cut.png"), Arrays.copyOf(whole, 40));
    return root;
  }

  private static void draw(Path file, int page, int ink) throws Exception {
    BufferedImage image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 150; y++) {
      for (int x = 0; x < 200; x++) {
        image.setRGB(x, y, x > 90 && x < 105 && y > 20 && y < 120 ? ink : page);
      }
    }
    assertThat(ImageIO.write(image, file.toString().replaceAll(".*\\.", ""), file.toFile()))
        .isTrue();
  }

  private static void idx(Path file) throws Exception {
    byte[] image = new byte[28 * 28];
    Arrays.fill(image, 300, 320, (byte) 255);
    byte[] other = image.clone();
    Arrays.fill(other, 356, 412, (byte) 200);
    IdxWriter.writeImages(
        new Configuration(), file.toString(), 28, 28, 2, Stream.of(image, other).iterator());
  }
}

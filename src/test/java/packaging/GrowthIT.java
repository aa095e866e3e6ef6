package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.Submit;

class GrowthIT {
  private static final Submit GROWTH =
      new Submit().withScript(Project.DIRECTORY.resolve("scripts/growth.sh"));

  @TempDir Path folder;

  @Test
  void tabulatesTimeAndMemoryOfEachSize() throws Exception {
    String[] call = {
      "--to", folder.resolve("a folder").toString(), "--sizes", "900,300", "--epochs", "4"
    };
    Submit.Result result = GROWTH.run(call);

    assertThat(result.exitCode()).as(result.stderr()).isZero();
    List<String> lines = result.stdout().lines().toList();
    assertThat(lines.get(0)).isEqualTo("scripts/growth.sh " + String.join(" ", call));
    assertThat(lines.get(2)).contains(" cores, ");
    assertThat(lines).hasSize(14);
    List<String> large = cells(lines.get(6));
    List<String> small = cells(lines.get(7));
    assertThat(large.get(0)).isEqualTo("900");
    assertThat(small.get(0)).isEqualTo("300");
    for (List<String> row : List.of(large, small)) {
      List<Double> seconds = seconds(row.get(0));
      assertThat(row.get(2)).isEqualTo(rounded(seconds.get(0)));
      assertThat(row.get(3)).isEqualTo(laterEpochs(seconds));
      assertThat(Double.parseDouble(row.get(1))).isBetween(1.0, 300.0);
      assertThat(Integer.parseInt(row.get(6))).isBetween(100, 5_000);
    }
    double ratio = median(seconds("300")) / 300 / (median(seconds("900")) / 900);
    assertThat(large.get(5)).isEqualTo("1.00");
    assertThat(small.get(5)).isEqualTo(rounded(ratio));
    for (List<String> row : List.of(large, small)) {
      double micros = 1e6 / Double.parseDouble(row.get(4));
      assertThat(lines.subList(11, 13))
          .anyMatch(bar -> bar.matches(" +%s #+ %.1f".formatted(row.get(0), micros)));
    }
    assertThat(lines.subList(11, 13)).anyMatch(bar -> bar.contains(" " + "#".repeat(50) + " "));
    assertThat(folder.resolve("a folder/spark")).isEmptyDirectory();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|", -1))
        .map(String::strip)
        .filter(c -> !c.isEmpty())
        .toList();
  }

  /** Of each epoch, as kept. */
  private List<Double> seconds(String size) throws IOException {
    List<Double> seconds = new ArrayList<>();
    try (Stream<Path> runs = Files.list(folder.resolve("a folder/runs"))) {
      Path run =
          runs.filter(
                  path -> path.getFileName().toString().startsWith("growth-%s-".formatted(size)))
              .findFirst()
              .orElseThrow();
      for (int epoch = 1; epoch <= 4; epoch++) {
        Path record = run.resolve("epochs/%05d/epoch.json".formatted(epoch));
        seconds.add(new ObjectMapper().readTree(record.toFile()).path("seconds").asDouble());
      }
    }
    return seconds;
  }

  private static String laterEpochs(List<Double> seconds) {
    List<Double> later = seconds.subList(1, 4).stream().sorted().toList();
    return "%s (%s-%s)"
        .formatted(rounded(later.get(1)), rounded(later.get(0)), rounded(later.get(2)));
  }

  private static double median(List<Double> seconds) {
    return seconds.subList(1, 4).stream().sorted().toList().get(1);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  @Test
  void refusesWhatItCannotTime() throws Exception {
    assertRefused("--epochs: expected a number from 2, found 1", "--epochs", "1");
    assertRefused("--sizes: expected a number from 1, found 1e6", "--sizes", "60000,1e6");
    assertRefused("no such option: --size", "--size", "1");
    assertRefused("--to needs a value", "--to");
  }

  private static void assertRefused(String message, String... call) throws Exception {
    Submit.Result result = GROWTH.run(call);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).hasLineCount(1).startsWith("growth.sh: " + message);
  }

  @Test
  void saysWhyATrainingFailed() throws Exception {
    Submit.Result result = GROWTH.run("--to", folder.toString(), "--sizes", "1", "--epochs", "2");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains("training on 1 images failed", "Every replica needs a row to train on");
  }
}

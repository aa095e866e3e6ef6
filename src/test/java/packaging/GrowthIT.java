package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.Submit;

/**
 * {@code scripts/growth.sh}: once as it is, and beside a {@code submit.sh} that trains nothing and
 * keeps epochs of known seconds.
 */
class GrowthIT {
  private static final Path SCRIPT = Project.DIRECTORY.resolve("scripts/growth.sh");

  /** Writes down how it was called; of one row it cannot train. */
  private static final String STUB =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      printf '%s\\n' "$*" >>"$(dirname "$0")/calls"
      while (($#)); do
        case $1 in
          draw-digits | train) job=$1 ;;
          --to) to=$2 ;;
          --data) data=$2 ;;
          --runs) runs=$2 ;;
          --run-id) run=$2 ;;
        esac
        shift
      done
      if [[ ${job:-} == draw-digits ]]; then
        mkdir "$to"
        touch "$to/train-labels-idx1-ubyte"
      elif [[ ${job:-} == train ]]; then
        case $data in
          */digits-900) seconds='7.5 2.4E-1 0.2 0.1 0.36' ;;
          */digits-300) seconds='0.9 0.07 0.05 0.06' ;;
          *) echo "Every replica needs a row to train on" >&2 && exit 1 ;;
        esac
        sleep 0.5
        echo "run $run: begins"
        for second in $seconds; do
          epoch=$((${epoch:-0} + 1))
          mkdir -p "$runs/$run/epochs/0000$epoch"
          printf '{\\n  "seconds" : %s,\\n  "replicas" : [ {\\n    "seconds" : 99\\n  } ]\\n}\\n' "$second" \\
            >"$runs/$run/epochs/0000$epoch/epoch.json"
        done
        sleep 0.5
      fi
      """;

  @TempDir Path folder;

  private Path scripts;
  private Submit growth;

  @BeforeEach
  void copyBesideTheStub() throws IOException {
    scripts = Files.createDirectories(folder.resolve("a project/scripts"));
    Path stub = Files.writeString(scripts.resolve("submit.sh"), STUB);
    assertThat(stub.toFile().setExecutable(true)).isTrue();
    growth = new Submit().withScript(Files.copy(SCRIPT, scripts.resolve("growth.sh")));
  }

  @Test
  void tabulatesARealTraining() throws Exception {
    String to = folder.resolve("a folder").toString();
    Submit.Result result =
        new Submit()
            .withFirstCompilerAlone()
            .withScript(SCRIPT)
            .succeeds("--to", to, "--sizes", "300", "--epochs", "2");

    List<String> row = cells(result.stdout().lines().toList().get(6));
    double second = seconds(2);
    assertThat(row).hasSize(7).startsWith("300").contains("1.00");
    assertThat(Double.parseDouble(row.get(1))).as("s to the first epoch").isBetween(1.0, 300.0);
    assertThat(row.get(2)).as("first epoch").isEqualTo(rounded(seconds(1)));
    assertThat(row.get(3)).as("an epoch").isEqualTo("%1$s (%1$s-%1$s)", rounded(second));
    assertThat(row.get(4)).as("images/s").isEqualTo(Integer.toString((int) (300 / second)));
    assertThat(Integer.parseInt(row.get(6))).as("resident, MB").isBetween(100, 5_000);
    assertThat(folder.resolve("a folder/spark")).isEmptyDirectory();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|", -1))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /** Of an epoch of the one run, as kept. */
  private double seconds(int epoch) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("a folder/runs"))) {
      Path run = runs.toList().get(0);
      Path record = run.resolve("epochs/%05d/epoch.json".formatted(epoch));
      return new ObjectMapper().readTree(record.toFile()).path("seconds").asDouble();
    }
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  @Test
  void comparesSizesByTheMedianOfTheLaterEpochs() throws Exception {
    String to = folder.resolve("a folder").toString();
    Submit.Result result = growth.succeeds("--to", to, "--sizes", "900,300", "--epochs", "5");

    List<String> lines = result.stdout().lines().toList();
    assertThat(lines).hasSize(14);
    assertThat(lines.get(0)).isEqualTo("scripts/growth.sh --to %s --sizes 900,300 --epochs 5", to);
    assertThat(lines.get(2)).contains(" cores, ");
    assertThat(lines.get(6))
        .matches(
            "\\| 900 \\| \\S+ \\| 7\\.50 \\| 0\\.22 \\(0\\.10-0\\.36\\) \\| 4090 \\| 1\\.00 \\| \\d+ \\|");
    assertThat(lines.get(7))
        .matches(
            "\\| 300 \\| \\S+ \\| 0\\.90 \\| 0\\.06 \\(0\\.05-0\\.07\\) \\| 5000 \\| 0\\.82 \\| \\d+ \\|");
    for (String line : lines.subList(6, 8)) {
      List<String> row = cells(line);
      assertThat(Double.parseDouble(row.get(1))).as("s to the first epoch").isBetween(0.5, 60.0);
      assertThat(Integer.parseInt(row.get(6))).as("resident, MB").isBetween(1, 50);
    }
    assertThat(lines.subList(11, 13))
        .containsExactly(
            "         900 %s 244.5".formatted("#".repeat(50)),
            "         300 %s 200.0".formatted("#".repeat(41)));
  }

  @Test
  void drawsEachSetOnceAndPassesOptionsOn() throws Exception {
    String to = folder.resolve("sets").toString();
    growth.succeeds("--to", to, "--sizes", "300");
    growth.succeeds("--to", to, "--sizes", "300", "--replicas", "3", "--", "--master", "local[1]");

    String train =
        "--conf spark.local.dir=%1$s/spark train --data %1$s/digits-300 --runs %1$s/runs";
    assertThat(Files.readAllLines(scripts.resolve("calls")))
        .map(call -> call.replaceFirst("growth-300-\\d{8}-\\d{6}", "RUN"))
        .containsExactly(
            "--version",
            "--master local[*] draw-digits --rows 300 --to %s/digits-300".formatted(to),
            "--master local[2] " + train.formatted(to) + " --run-id RUN --replicas 2 --epochs 5",
            "--version",
            "--master local[1] " + train.formatted(to) + " --run-id RUN --replicas 3 --epochs 5");
  }

  @Test
  void refusesWhatItCannotTime() throws Exception {
    assertRefused("--epochs: expected a number from 2, found 1", "--epochs", "1");
    assertRefused("--sizes: expected a number from 1, found 1e6", "--sizes", "60000,1e6");
    assertRefused("no such option: --size", "--size", "1");
    assertRefused("--to needs a value", "--to");
  }

  private void assertRefused(String message, String... call) throws Exception {
    Submit.Result result = growth.run(call);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).hasLineCount(1).startsWith("growth.sh: " + message);
  }

  @Test
  void saysWhyATrainingFailed() throws Exception {
    Submit.Result result = growth.run("--to", folder.toString(), "--sizes", "1", "--epochs", "2");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains("training on 1 images failed", "Every replica needs a row to train on");
  }
}

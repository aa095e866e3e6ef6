package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.RunDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void tellsAllFaultsOfTheOptionsAtOnce() {
    int code =
        run(
            "train",
            "--data",
            "x",
            "--epochs",
            "0",
            "--replicas",
            "many",
            "--learning-rate=-1",
            "--architecture",
            "lenet6",
            "--run-id",
            ".hidden",
            "--validation-fraction",
            "1",
            "--batch-size",
            "0",
            "--updater",
            "rprop",
            "--what");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "wrong usage: --epochs: expected 1 to 99999, found 0",
            "wrong usage: --batch-size: expected 1 to 65536, found 0",
            "wrong usage: --learning-rate: expected above 0, at most 10.0, found -1.0",
            "wrong usage: --validation-fraction: expected 0 to 0.9, found 1.0",
            "wrong usage: --run-id: expected " + RunDirectory.RUN_ID_RULE + ", found .hidden",
            "wrong usage: --runs: expected DIR, found none",
            "See: submit.sh train --help")
        .anyMatch(
            line ->
                line.startsWith("wrong usage: --replicas: expected a whole number, found many (")
                    && line.contains("1..100000"))
        .anyMatch(
            line ->
                line.contains("--updater") && line.contains("rprop") && line.contains("nesterovs"))
        .anyMatch(
            line ->
                line.contains("--architecture")
                    && line.contains("lenet5-3x3")
                    && line.endsWith("found lenet6"))
        .contains("wrong usage: no such option: --what");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void asksForALearningRateBesideAnotherUpdater() {
    assertThat(run("train", "--data", "", "--runs", "r", "--updater", "sgd")).isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "wrong usage: --updater: expected --learning-rate beside it, for the architecture's is another updater's, found SGD",
            "wrong usage: --data: expected a directory, found ''");
  }

  @Test
  void asksForNesterovsBesideAMomentum() {
    assertThat(
            run(
                "train",
                "--data",
                "d",
                "--runs",
                "r",
                "--momentum",
                "1.5",
                "--initialisation",
                "zero"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "wrong usage: --momentum: expected 0 to below 1, found 1.5",
            "wrong usage: --momentum: expected --updater nesterovs beside it, for no other has one, found 1.5")
        .anyMatch(
            line ->
                line.contains("--initialisation")
                    && line.contains("zero")
                    && line.contains("he_uniform"));
  }

  @Test
  void saysOnceWhatAChoiceOfNamesMayBe() {
    assertThat(run("train", "--data", "d", "--runs", "r", "--updater", "foo", "--kernels", "bar"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: --updater: expected one of adam, sgd, nesterovs, found foo",
            "wrong usage: --kernels: expected one of auto, fast, dl4j, found bar",
            "See: submit.sh train --help");
  }

  /** The updater may be that of a run on disk; of a new one it is the architecture's. */
  @Test
  void asksForNesterovsWhenItIsKnownThatTheRunIsNew() {
    String runs = folder.resolve("runs").toString();
    assertThat(run("train", "--data", "d", "--runs", runs, "--run-id", "n", "--momentum", "0.5"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: --momentum: expected --updater nesterovs beside it, for adam has none, found 0.5",
            "See: submit.sh train --help");
    assertThat(folder).isEmptyDirectory();
  }

  /** Else picocli takes it for a file of further options. */
  @Test
  void takesAPathThatBeginsWithAnAtSign() {
    assertThat(run("train", "--data", "@" + folder, "--runs", "@r", "--epochs", "0")).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.startsWith("wrong usage: ")))
        .containsExactly("wrong usage: --epochs: expected 1 to 99999, found 0");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void refusesARunIdThatIsNoNameBeforeAnythingIsMade(String runId) {
    Path runs = folder.resolve("runs");
    assertThat(run("train", "--data", "d", "--runs", runs.toString(), "--run-id=" + runId))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: --run-id: expected " + RunDirectory.RUN_ID_RULE + ", found " + runId,
            "See: submit.sh train --help");
    assertThat(folder).isEmptyDirectory();
  }

  static Stream<String> badNames() {
    return Stream.of(
        "../x",
        "..",
        ".hidden",
        "a/b",
        "/a",
        "a\\b",
        "",
        " ",
        "läuft",
        "a".repeat(129),
        "Evaluations.parquet");
  }

  @Test
  void refusesACommandThatIsNotThere() {
    assertThat(run("trian", "--data", "x")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: no such command: trian; expected one of train, evaluate, report, predict, retrain, models, demo, fetch-mnist, draw-digits, show, help; did you mean train?",
            "See: submit.sh --help");
    assertThat(run("status")).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.contains("command: status")))
        .singleElement()
        .asString()
        .endsWith(", show, help");
  }

  @Test
  void refusesASheetWithinTheTableHoweverItIsNamed() {
    String output = folder.resolve("out") + "/";
    String sheet = folder + "/./out/sheet.html";
    assertThat(run("predict", "--model", "r", "--input", "i", "--output", output, "--sheet", sheet))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--sheet: expected a place outside of --output", "found " + sheet);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void blamesNoOptionThatIsRight() {
    assertThat(run("train", "--data", "d", "--runs", "r", "--epochs", "x")).isEqualTo(2);
    assertThat(run("evaluate", "--data", "d", "--run", "r", "--epochs", "x")).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.startsWith("wrong usage: ")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("wrong usage: --epochs: expected "))
        .anyMatch(line -> line.contains("a whole number, found x ("))
        .anyMatch(line -> line.contains("epochs and ranges from 1, such as 3,5-7, found x ("));
  }

  /** In the manner of all other faults, not of the library that finds them. */
  @Test
  void saysInOneMannerWhatTheParserFinds() {
    assertThat(
            run(
                "train",
                "--data",
                "a",
                "--data",
                "b",
                "--runs",
                "r",
                "--epoch",
                "3",
                "--momentum",
                "low",
                "--seed"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "wrong usage: --data: expected once, found more often",
            "wrong usage: no such option: --epoch; did you mean --epochs?",
            "wrong usage: --seed: expected S, found none")
        .anyMatch(line -> line.startsWith("wrong usage: --momentum: expected a number, found low"))
        .noneMatch(line -> line.contains("Invalid value") || line.contains("Missing required"));
  }

  @Test
  void sayTheVersionAtEveryLevelAndTheUsageWithoutACommand() {
    assertThat(run("-V")).isZero();
    assertThat(run("train", "--version")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("lenet-spark "));
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("Usage: submit.sh")
        .endsWith("See: submit.sh --help" + System.lineSeparator());
  }

  @Test
  void wantsAFolderForEventFilesIfAnyAndOnlyWhereThereAreSome() {
    assertThat(run("train", "--data", "d", "--runs", "r", "--tensorboard", " ")).isEqualTo(2);
    assertThat(run("evaluate", "--data", "d", "--run", "r", "--tensorboard", "")).isEqualTo(2);
    assertThat(err.toString().lines())
        .filteredOn(
            line -> line.equals("wrong usage: --tensorboard: expected a directory, found ''"))
        .hasSize(2);
    assertThat(run("retrain", "--data", "d", "--runs", "r", "--models", "m", "--tensorboard", "t"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--tensorboard");
  }

  @Test
  void helpsAtEveryLevel() {
    assertThat(run("--help")).isZero();
    for (String command : List.of("train", "evaluate", "demo")) {
      assertThat(out.toString()).contains("  " + command);
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: submit.sh " + command);
    }
    assertThat(err.toString()).isEmpty();
  }
}

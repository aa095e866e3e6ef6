package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.DecisionRecord;
import io.DecisionTable;
import io.ModelDirectory;
import io.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Hdfs;
import testing.Processes;
import testing.Runs;
import testing.StandaloneCluster;
import testing.Submit;

/** {@code retrain} and {@code models} as schedulers and people start them. */
class RetrainIT {
  private static final Submit QUICK = new Submit().withFirstCompilerAlone();

  @TempDir static Path folder;

  private static DigitRows digits;

  @BeforeAll
  static void drawDigits() throws Exception {
    digits = DigitRows.drawn(700, folder.resolve("drawn"));
    digits.first(400).write(folder.resolve("some"), "train");
    digits.write(folder.resolve("more"), "train");
    digits.only(row -> row.label() != 3).write(folder.resolve("without-threes"), "train");
  }

  private static List<String> night(String place, String date, String data, String... others) {
    List<String> options = new ArrayList<>(List.of("--date", date));
    options.addAll(List.of("--data", data, "--models", place + "/models"));
    options.addAll(List.of("--runs", place + "/runs", "--kernels", "dl4j", "--replicas", "2"));
    options.addAll(List.of("--batch-size", "16", "--most-recall-loss", "1"));
    options.addAll(List.of(others));
    return options;
  }

  private static String[] retrain(String master, List<String> options) {
    List<String> words = new ArrayList<>(List.of("--master", master, "retrain"));
    words.addAll(options);
    return words.toArray(String[]::new);
  }

  private static String data(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode status(Path place) throws Exception {
    return new ObjectMapper().readTree(place.resolve("models/mnist/status.json").toFile());
  }

  /** One night after the other: each outcome has its exit code, its status, and is told. */
  @Test
  void endsWithTheCodeOfItsOutcomeAndSaysItInTheStatus() throws Exception {
    Path place = folder.resolve("outcomes");
    Path told = folder.resolve("told.json");
    List<String> first =
        night(
            place.toString(),
            "2026-11-21",
            data("some"),
            "--epochs",
            "40",
            "--floor",
            "0.3",
            "--notify",
            "cat > " + told);
    stopWithSigterm(place, first);

    Path log = folder.resolve("again.log");
    Process again = QUICK.start(log, retrain("local[2]", first));
    try {
      awaitState("RUNNING", place, again, log);
      Submit.Result busy = QUICK.run(retrain("local[2]", first));
      assertThat(busy.exitCode()).as(busy.stderr()).isEqualTo(75);
      assertThat(busy.stderr()).contains("somebody else is at it: Model file:" + place);
      assertThat(state(told)).isEqualTo("BUSY");
      assertThat(again.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(again.toHandle());
    }
    assertThat(again.exitValue()).as(() -> Submit.read(log)).isZero();
    assertThat(Submit.read(log)).contains("going on after epoch ", "promoted. the first: accuracy");
    assertThat(state(told)).isEqualTo("PROMOTED");
    assertThat(status(place)).isEqualTo(new ObjectMapper().readTree(told.toFile()));

    Path heard = folder.resolve("heard.json");
    forgetThePromotion(place);
    endsWith(
        10,
        "KEPT_BACK",
        place,
        night(
            place.toString(),
            "2026-11-22",
            data("more"),
            "--epochs",
            "1",
            "--floor",
            "1",
            "--notify",
            "cat >> " + heard));
    assertThat(
            new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(heard.toFile())
                .readAll())
        .as("of the earlier night, too")
        .extracting(status -> status.path("date").asText() + " " + status.path("state").asText())
        .containsExactly("2026-11-21 PROMOTED", "2026-11-22 KEPT_BACK");
    endsWith(
        20,
        "DATA_REFUSED",
        place,
        night(place.toString(), "2026-11-23", data("without-threes"), "--epochs", "1"));
    endsWith(
        1,
        "FAILED",
        place,
        night(place.toString(), "2026-11-24", data("nowhere"), "--epochs", "1"));
    assertThat(DecisionTable.read(place + "/models", "mnist"))
        .extracting(DecisionRecord::outcome)
        .containsExactly(Outcome.PROMOTED, Outcome.KEPT_BACK, Outcome.DATA_REFUSED);
    listAndPromoteByHand(place);
  }

  /** As a start leaves it that is killed when its version is kept. */
  private static void forgetThePromotion(Path place) throws Exception {
    Path models = place.resolve("models");
    Files.delete(models.resolve("mnist/champion.json"));
    Files.delete(models.resolve("mnist/champions/00001.json"));
    Files.delete(models.resolve("decisions.parquet/name=mnist/date=2026-11-21/decision.parquet"));
  }

  private static String state(Path told) throws Exception {
    return new ObjectMapper().readTree(told.toFile()).path("state").asText();
  }

  private static void awaitState(String state, Path place, Process process, Path log)
      throws Exception {
    while (!status(place).path("state").asText().equals(state)) {
      assertThat(process.isAlive()).as(() -> Submit.read(log)).isTrue();
      Thread.sleep(20);
    }
  }

  private static void endsWith(int code, String state, Path place, List<String> options)
      throws Exception {
    Submit.Result result = QUICK.run(retrain("local[2]", options));
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(code);
    assertThat(status(place).path("state").asText()).isEqualTo(state);
    assertThat(status(place).path("exitCode").asInt()).isEqualTo(code);
    assertThat(result.stderr()).doesNotContain("\tat ");
  }

  private static void stopWithSigterm(Path place, List<String> options) throws Exception {
    Path log = folder.resolve("stopped.log");
    Process process = QUICK.start(log, retrain("local[2]", options));
    try {
      while (!Files.exists(place.resolve("models/mnist/status.json"))) {
        assertThat(process.isAlive()).as(() -> Submit.read(log)).isTrue();
        Thread.sleep(20);
      }
      Runs runs = new Runs(place.resolve("runs"));
      while (!Files.exists(runs.folder()) || runId(runs) == null) {
        assertThat(process.isAlive()).as(() -> Submit.read(log)).isTrue();
        Thread.sleep(20);
      }
      runs.awaitEpoch(runId(runs), 2, process);
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(process.toHandle());
    }
    assertThat(process.exitValue()).as(() -> Submit.read(log)).isEqualTo(143);
    assertThat(Submit.read(log))
        .contains("stopped; go on: the same command again, with --date 2026-11-21")
        .doesNotContain("\tat ");
    assertThat(status(place).path("state").asText()).isEqualTo("STOPPED");
    assertThat(status(place).has("exitCode")).isFalse();
  }

  private static String runId(Runs runs) {
    String[] names = runs.folder().toFile().list((in, name) -> name.startsWith("mnist-"));
    return names.length == 0 ? null : names[0];
  }

  private static void listAndPromoteByHand(Path place) throws Exception {
    ModelDirectory model =
        ModelDirectory.at(new Configuration(), place.resolve("models").toString(), "mnist");
    String champion = model.champion().orElseThrow().version();
    String other =
        model.versions().stream()
            .map(version -> version.record().version())
            .filter(version -> !version.equals(champion))
            .findFirst()
            .orElseThrow();
    String models = place.resolve("models").toString();
    assertThat(QUICK.succeeds("models", "list", "--models", models).stdout())
        .contains("* " + champion + "  champion  ", "  " + other + "  kept back  ");
    InThisJvm.models("promote", models, "--version-id", other, "--reason", "a test");
    assertThat(InThisJvm.models("show", models))
        .contains("version: " + other, "promoted by hand since ", ": a test");
    assertThat(InThisJvm.models("rollback", models, "--reason", "a test"))
        .isEqualTo("champion: %s, rolled back from %s%n", champion, other);
    assertThat(InThisJvm.models("list", models)).contains("  " + other + "  rolled back  ");
    assertThat(InThisJvm.models("verify", models))
        .startsWith("2 whole, none damaged. champion: " + champion);
    assertThat(InThisJvm.models("prune", models)).endsWith("0 deleted%n".formatted());
  }

  /** Data, runs and models on an HDFS, executors in JVMs of their own. */
  @Test
  void comesToTheSameDecisionOnAClusterAndOnHdfs() throws Exception {
    Path local = folder.resolve("local");
    String[] epochs = {"--epochs", "3", "--floor", "0.3"};
    DecisionRecord first =
        InThisJvm.retrain(
            night(local.toString(), "2026-11-21", data("some"), epochs).toArray(String[]::new));
    DecisionRecord second =
        InThisJvm.retrain(
            night(local.toString(), "2026-11-22", data("more"), epochs).toArray(String[]::new));
    try (Hdfs hdfs = Hdfs.start(folder.resolve("nodes"))) {
      FileSystem files = hdfs.files();
      for (String name : List.of("some", "more")) {
        files.copyFromLocalFile(path(data(name)), path(hdfs.uri() + "/" + name));
      }
      String place = hdfs.uri().toString();
      List<String> here = night(place, first.date(), place + "/some", epochs);
      InThisJvm.retrain(here.toArray(String[]::new));
      List<String> words = new ArrayList<>(List.of("--executor-memory", "700m"));
      words.addAll(
          List.of(
              retrain(
                  StandaloneCluster.shared().masterUrl(),
                  night(place, second.date(), place + "/more", epochs))));
      QUICK.run(words.toArray(String[]::new));
      assertThat(DecisionTable.read(place + "/models", "mnist"))
          .usingRecursiveComparison()
          .ignoringFields("seconds", "decidedAt")
          .isEqualTo(List.of(first, second));
    }
  }

  private static org.apache.hadoop.fs.Path path(String place) {
    return new org.apache.hadoop.fs.Path(place);
  }
}

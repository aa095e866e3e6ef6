package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.Evaluation;
import io.Evaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;
import testing.StandaloneCluster;
import testing.Submit;

/**
 * The whole way, by {@code scripts/submit.sh}: training and evaluation, in local mode and on a real
 * cluster.
 */
class TrainEvaluateIT {
  private static final Submit SUBMIT = new Submit();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path runs;

  /** Seven replicas: more than there are cores, and shards of unequal size. */
  @Test
  void trainsTheSameModelOnAnyShapeOfTheApplicationAndScoresItAlikeOnACluster() throws Exception {
    train("local[1]", "one");
    train("local[2]", "two");
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      train(cluster.masterUrl(), "cluster");
      assertThat(hashes("two")).hasSize(2).isEqualTo(hashes("one"));
      assertThat(hashes("cluster")).isEqualTo(hashes("one"));

      evaluate(cluster.masterUrl(), "cluster");
      evaluate("local[2]", "one");
      evaluate("local[2]", "one", "--epochs", "1-2");
    }
    assertThat(rows("one")).hasSize(2);
    assertThat(rows("cluster"))
        .extracting(Evaluation::confusion)
        .isEqualTo(rows("one").stream().map(Evaluation::confusion).toList());
    assertThat(rows("cluster"))
        .extracting(Evaluation::loss)
        .isEqualTo(rows("one").stream().map(Evaluation::loss).toList());
    Dataset<Row> table = SparkSessions.shared().read().parquet(table());
    assertThat(table.count()).isEqualTo(4);
    assertThat(
            table
                .where("examples = 1000 AND accuracy_low < accuracy AND accuracy < accuracy_high")
                .count())
        .isEqualTo(4);
  }

  private void train(String master, String runId) throws Exception {
    succeeds(
        "--master",
        master,
        "--executor-memory",
        "700m",
        "train",
        "--data",
        "builtin:digits",
        "--runs",
        runs.toString(),
        "--run-id",
        runId,
        "--replicas",
        "7",
        "--epochs",
        "2",
        "--validation-fraction",
        "0.1");
    JsonNode run = json(runs.resolve(runId).resolve("run.json"));
    assertThat(run.path("state").asText()).isEqualTo("COMPLETE");
    assertThat(run.path("options").path("replicas").asInt()).isEqualTo(7);
    assertThat(run.path("data").path("heldOutRows").asInt()).isEqualTo(600);
    JsonNode epoch = json(runs.resolve(runId).resolve("epochs/00002/epoch.json"));
    assertThat(epoch.path("examples").asInt()).isEqualTo(5_400);
    assertThat(epoch.path("validationAccuracy").asDouble()).isBetween(0.5, 1.0);
  }

  private void evaluate(String master, String runId, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master",
                master,
                "--executor-memory",
                "700m",
                "evaluate",
                "--run",
                runs.resolve(runId).toString(),
                "--data",
                "builtin:digits"));
    arguments.addAll(List.of(options));
    assertThat(succeeds(arguments.toArray(String[]::new)).stdout())
        .contains("epoch  accuracy %", "epochs scored now, written to ");
  }

  @Test
  void losesNoRowAndChangesNoBitWhenAnExecutorIsKilled() throws Exception {
    String[] training = {
      "train",
      "--data",
      "builtin:digits",
      "--runs",
      runs.toString(),
      "--replicas",
      "2",
      "--batch-size",
      "8",
      "--epochs",
      "4",
      "--run-id"
    };
    succeeds(arguments("local[2]", training, "undisturbed"));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process disturbed =
          SUBMIT
              .builder(arguments(cluster.masterUrl(), training, "disturbed"))
              .redirectErrorStream(true)
              .redirectOutput(runs.resolve("disturbed.log").toFile())
              .start();
      try {
        await(runs.resolve("disturbed/epochs/00001/epoch.json"), disturbed);
        ProcessHandle killed = cluster.executors().get(0);
        assertThat(killed.destroyForcibly()).isTrue();
        assertThat(disturbed.waitFor(3, TimeUnit.MINUTES)).isTrue();
      } finally {
        disturbed.destroyForcibly();
      }
      assertThat(disturbed.exitValue()).as(() -> read(runs.resolve("disturbed.log"))).isZero();
    }
    assertThat(hashes("disturbed")).hasSize(4).isEqualTo(hashes("undisturbed"));
  }

  private static String[] arguments(String master, String[] training, String runId) {
    List<String> arguments =
        new ArrayList<>(List.of("--master", master, "--executor-memory", "700m"));
    arguments.addAll(List.of(training));
    arguments.add(runId);
    return arguments.toArray(String[]::new);
  }

  private static void await(Path file, Process process) throws InterruptedException {
    for (int tries = 0; !Files.exists(file) && tries < 1_200; tries++) {
      assertThat(process.isAlive()).as("the training runs").isTrue();
      Thread.sleep(100);
    }
    assertThat(file).exists();
  }

  @Test
  void demoReaches97PercentAndSaysWhereEverythingLies() throws Exception {
    Submit.Result demo = succeeds("demo", "--to", runs.resolve("a demo").toString());
    assertThat(demo.stdout()).contains("models: ", "evaluations: ");
    Evaluations table =
        new Evaluations(
            SparkSessions.shared(), runs.resolve("a demo/evaluations.parquet").toString());
    assertThat(table.read().count()).isEqualTo(3);
    assertThat(table.read().where("epoch = 3 AND accuracy >= 0.97").count()).isOne();
  }

  @Test
  @EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
  void oneEpochOfRealMnistReaches95PercentWhileAnEvaluationFollows() throws Exception {
    String data = System.getProperty("mnist.dir");
    Process following =
        SUBMIT
            .builder(
                "--master",
                "local[1]",
                "evaluate",
                "--run",
                runs.resolve("mnist").toString(),
                "--data",
                data,
                "--follow",
                "--silence",
                "5")
            .redirectErrorStream(true)
            .redirectOutput(runs.resolve("following.log").toFile())
            .start();
    try {
      succeeds(
          "--master",
          "local[2]",
          "train",
          "--data",
          data,
          "--runs",
          runs.toString(),
          "--run-id",
          "mnist",
          "--replicas",
          "2",
          "--epochs",
          "1");
      assertThat(following.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      following.destroyForcibly();
    }
    assertThat(following.exitValue()).as(() -> read(runs.resolve("following.log"))).isZero();
    assertThat(rows("mnist")).hasSize(1);
    assertThat(rows("mnist").get(0).examples()).isEqualTo(10_000);
    assertThat(rows("mnist").get(0).accuracy()).isGreaterThan(0.95);
  }

  @Test
  void refusesInOneMessageWhatItCannotTrainOnOrScore() throws Exception {
    Submit.Result noData =
        SUBMIT.run("train", "--data", runs.resolve("none").toString(), "--runs", runs.toString());
    assertThat(noData.exitCode()).isEqualTo(1);
    assertThat(noData.stderr())
        .contains(runs.resolve("none").toString(), "no such directory")
        .doesNotContain("\tat ");
    try (Stream<Path> made = Files.list(runs)) {
      assertThat(made).isEmpty();
    }

    String[] train = {
      "train",
      "--data",
      "builtin:digits",
      "--runs",
      runs.toString(),
      "--run-id",
      "twice",
      "--epochs",
      "1",
      "--replicas",
      "1"
    };
    succeeds(train);
    Submit.Result again = succeeds(train);
    assertThat(again.stdout()).contains("run twice is complete: 1 of 1 epochs were kept before");

    Path model = runs.resolve("twice/epochs/00001/model.zip");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    Submit.Result damaged =
        SUBMIT.run(
            "evaluate", "--run", runs.resolve("twice").toString(), "--data", "builtin:digits");
    assertThat(damaged.exitCode()).isEqualTo(1);
    assertThat(damaged.stderr())
        .contains(model.toString(), "expected SHA-256 ")
        .doesNotContain("\tat ");
  }

  private static Submit.Result succeeds(String... arguments) throws Exception {
    Submit.Result result = SUBMIT.run(arguments);
    assertThat(result.exitCode()).as(() -> result.stdout() + result.stderr()).isZero();
    return result;
  }

  private List<String> hashes(String runId) throws IOException {
    List<String> hashes = new ArrayList<>();
    try (Stream<Path> epochs = Files.list(runs.resolve(runId).resolve("epochs"))) {
      for (Path epoch : epochs.sorted().toList()) {
        hashes.add(json(epoch.resolve("epoch.json")).path("parametersSha256").asText());
      }
    }
    return hashes;
  }

  private List<Evaluation> rows(String runId) throws IOException {
    return new Evaluations(SparkSessions.shared(), table()).evaluations(runId);
  }

  private String table() {
    return runs.resolve("evaluations.parquet").toString();
  }

  private static JsonNode json(Path path) throws IOException {
    return JSON.readTree(path.toFile());
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

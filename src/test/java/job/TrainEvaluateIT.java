package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.Evaluation;
import io.Evaluations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import testing.Runs;
import testing.SparkSessions;
import testing.StandaloneCluster;
import testing.Submit;

/**
 * The whole way, by {@code scripts/submit.sh}: training and evaluation, in local mode and on a real
 * cluster.
 */
class TrainEvaluateIT {
  private static final Submit SUBMIT = new Submit();

  @TempDir Path folder;
  private Runs runs;

  @BeforeEach
  void nameRuns() {
    runs = new Runs(folder);
  }

  /** Seven replicas: more than there are cores, and shards of unequal size. */
  @Test
  void trainsTheSameModelOnAnyShapeOfTheApplicationAndScoresItAlikeOnACluster() throws Exception {
    InThisJvm.train(options("local"));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      List<String> train = on(cluster, "train");
      train.addAll(List.of(options("cluster")));
      SUBMIT.succeeds(train.toArray(String[]::new));
      assertThat(runs.states("cluster")).hasSize(2).isEqualTo(runs.states("local"));

      List<String> evaluate = on(cluster, "evaluate");
      evaluate.addAll(List.of("--run", folder.resolve("cluster").toString()));
      evaluate.addAll(List.of("--data", DataSource.BUILTIN));
      assertThat(SUBMIT.succeeds(evaluate.toArray(String[]::new)).stdout())
          .containsSubsequence(
              "run cluster: lenet5, 2 epochs on 1,000 test images of builtin:digits\n",
              "epoch  accuracy %",
              "2 epochs scored now, written to " + folder.resolve("evaluations.parquet"));

      Path page = folder.resolve("cluster.html");
      List<String> report = on(cluster, "report");
      report.addAll(List.of("--run", folder.resolve("cluster").toString()));
      report.addAll(List.of("--compare", folder.resolve("local").toString()));
      report.addAll(List.of("--output", page.toString()));
      SUBMIT.succeeds(report.toArray(String[]::new));
      assertThat(page)
          .content()
          .contains("Both hold the very same parameters.", "They cannot be told apart: 0 digits ")
          .contains("They were trained alike");
    }
    assertTellsWhatEachReplicaDid("cluster");
    assertIsAsAskedFor("cluster");
    InThisJvm.evaluate(folder.resolve("local").toString(), DataSource.BUILTIN);
    assertThat(rows("local")).hasSize(2);
    assertThat(rows("cluster"))
        .extracting(Evaluation::confusion)
        .isEqualTo(rows("local").stream().map(Evaluation::confusion).toList());
    assertThat(rows("cluster"))
        .extracting(Evaluation::loss)
        .isEqualTo(rows("local").stream().map(Evaluation::loss).toList());
    Dataset<Row> table = SparkSessions.shared().read().parquet(table());
    assertThat(table.count()).isEqualTo(4);
    assertThat(
            table
                .where("examples = 1000 AND accuracy_low < accuracy AND accuracy < accuracy_high")
                .count())
        .isEqualTo(4);
  }

  private void assertTellsWhatEachReplicaDid(String runId) {
    Dataset<Row> replicas =
        SparkSessions.shared()
            .read()
            .parquet(folder.resolve(runId + "/epochs/*/replicas.parquet").toString());
    assertThat(replicas.count()).isEqualTo(2 * 7);
    assertThat(
            replicas
                .where(
                    "rows BETWEEN 771 AND 772 AND loss > 0 AND distance > 0 AND length(host) > 0")
                .count())
        .isEqualTo(2 * 7);
  }

  private static List<String> on(StandaloneCluster cluster, String command) {
    return new ArrayList<>(
        List.of("--master", cluster.masterUrl(), "--executor-memory", "700m", command));
  }

  private String[] options(String runId) {
    return new String[] {
      "--data",
      "builtin:digits",
      "--runs",
      folder.toString(),
      "--run-id",
      runId,
      "--replicas",
      "7",
      "--epochs",
      "2",
      "--validation-fraction",
      "0.1"
    };
  }

  private void assertIsAsAskedFor(String runId) throws Exception {
    JsonNode run = runs.run(runId);
    assertThat(run.path("state").asText()).isEqualTo("COMPLETE");
    assertThat(run.path("options").path("replicas").asInt()).isEqualTo(7);
    assertThat(run.path("data").path("heldOutRows").asInt()).isEqualTo(600);
    JsonNode epoch = runs.epochs(runId).get(1);
    assertThat(epoch.path("examples").asInt()).isEqualTo(5_400);
    assertThat(epoch.path("validationAccuracy").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  @EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
  void oneEpochOfRealMnistReaches95PercentWhileAnEvaluationFollows() throws Exception {
    String data = System.getProperty("mnist.dir");
    Path log = folder.resolve("following.log");
    Process following =
        SUBMIT.start(
            log,
            "--master",
            "local[1]",
            "evaluate",
            "--run",
            folder.resolve("mnist").toString(),
            "--data",
            data,
            "--follow",
            "--silence",
            "5");
    try {
      SUBMIT.succeeds(
          "--master",
          "local[2]",
          "train",
          "--data",
          data,
          "--runs",
          folder.toString(),
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
    assertThat(following.exitValue()).as(() -> Submit.read(log)).isZero();
    assertThat(rows("mnist")).hasSize(1);
    assertThat(rows("mnist").get(0).examples()).isEqualTo(10_000);
    assertThat(rows("mnist").get(0).accuracy()).isGreaterThan(0.95);
  }

  @Test
  void refusesInOneMessageWhatItCannotTrainOn() throws Exception {
    String none = folder.resolve("none").toString();
    Submit.Result noData =
        SUBMIT.withFirstCompilerAlone().run("train", "--data", none, "--runs", folder.toString());
    assertThat(noData.exitCode()).isEqualTo(1);
    assertThat(noData.stderr()).contains("No such directory: file:" + none).doesNotContain("\tat ");
    assertThat(folder).isEmptyDirectory();
  }

  private List<Evaluation> rows(String runId) throws IOException {
    return new Evaluations(SparkSessions.shared(), table()).evaluations(runId);
  }

  private String table() {
    return folder.resolve("evaluations.parquet").toString();
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.EventLog;
import testing.Runs;
import testing.StandaloneCluster;
import testing.Submit;

/** A cluster whose executors and workers die and come, beside a run that nobody disturbed. */
class ExecutorsIT {
  private static final Submit SUBMIT = new Submit();
  private static final int EPOCHS = 12;
  private static final int REPLICAS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  @TempDir static Path folder;

  private static Runs runs;
  private static List<String> undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    runs = new Runs(folder);
    SUBMIT.succeeds(train("local[2]", "undisturbed", List.of()));
    undisturbed = runs.hashes("undisturbed");
    assertThat(undisturbed).hasSize(EPOCHS).doesNotHaveDuplicates();
  }

  /** Small minibatches: an epoch takes most of a second, so that a kill falls into it. */
  private static String[] train(String master, String runId, List<String> settings) {
    List<String> arguments =
        new ArrayList<>(List.of("--master", master, "--executor-memory", "700m"));
    arguments.addAll(settings);
    arguments.addAll(List.of("train", "--data", "builtin:digits", "--runs", folder.toString()));
    arguments.addAll(List.of("--run-id", runId, "--replicas", Integer.toString(REPLICAS)));
    arguments.addAll(List.of("--batch-size", "8", "--epochs", Integer.toString(EPOCHS)));
    return arguments.toArray(String[]::new);
  }

  @Test
  void losesNoRowAndChangesNoBitWhenExecutorsAndWorkersDieAndEndsWhenNoneIsLeft() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    Path log = folder.resolve("disturbed.log");
    List<String> settings = new ArrayList<>(EventLog.settings(events));
    settings.addAll(List.of("--conf", ExecutorWatch.TIMEOUT + "=" + TIMEOUT.toSeconds() + "s"));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process training = SUBMIT.start(log, train(cluster.masterUrl(), "disturbed", settings));
      try {
        awaitMiddleOfEpoch(3, "disturbed", training);
        kill(cluster.executors().get(0));
        awaitMiddleOfEpoch(6, "disturbed", training);
        kill(cluster.workers().get(0));
        cluster.addWorker("1g");
        runs.awaitEpoch("disturbed", 8, training);
        cluster.killWorkersWithExecutors();
        long gone = System.nanoTime();
        assertThat(training.waitFor(1, TimeUnit.MINUTES)).as("ends").isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - gone))
            .isBetween(TIMEOUT, TIMEOUT.plusSeconds(20));
      } finally {
        training.destroyForcibly();
      }
      assertThat(training.exitValue()).as(() -> Submit.read(log)).isOne();
      assertThat(Submit.read(log))
          .contains(
              "No executor was left for 8 s (spark.lenet.executorTimeout): expected at least one of "
                  + cluster.masterUrl()
                  + ", found none")
          .doesNotContain("\tat ");
    }
    assertThat(new EventLog(events).tasksEnded("ExecutorLostFailure"))
        .as("tasks that died with their executors")
        .isPositive();
    assertThat(runs.run("disturbed").path("state").asText()).isEqualTo("FAILED");
    assertThat(runs.hashes("disturbed")).hasSizeBetween(8, EPOCHS - 1);

    SUBMIT.succeeds(train("local[2]", "disturbed", List.of()));
    assertThat(runs.hashes("disturbed")).isEqualTo(undisturbed);
    assertEveryRowOnceAnEpoch("disturbed");
  }

  private static void awaitMiddleOfEpoch(int epoch, String runId, Process training)
      throws Exception {
    runs.awaitEpoch(runId, epoch - 1, training);
    double seconds = runs.epochs(runId).get(epoch - 2).path("seconds").asDouble();
    Thread.sleep((long) (seconds * 500));
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
  }

  private static void assertEveryRowOnceAnEpoch(String runId) throws Exception {
    for (JsonNode epoch : runs.epochs(runId)) {
      assertThat(epoch.path("examples").asInt()).isEqualTo(6_000);
      assertThat(StreamSupport.stream(epoch.path("replicas").spliterator(), false))
          .extracting(replica -> replica.path("rows").asInt())
          .containsExactly(2_000, 2_000, 2_000);
    }
  }
}

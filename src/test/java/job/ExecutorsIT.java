package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
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
import testing.Processes;
import testing.Runs;
import testing.StandaloneCluster;
import testing.Submit;

/** Clusters whose executors and workers die, stop and come, beside a run that nobody disturbed. */
class ExecutorsIT {
  private static final Submit SUBMIT = new Submit();
  private static final int EPOCHS = 16;
  private static final int REPLICAS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final List<String> IMPATIENT =
      List.of("--conf", ExecutorWatch.TIMEOUT + "=" + TIMEOUT.toSeconds() + "s");

  private static final List<String> SPECULATING =
      List.of(
          "spark.cores.max=2",
          "spark.executor.cores=1",
          "spark.locality.wait=0s",
          "spark.speculation=true",
          "spark.speculation.interval=50ms",
          "spark.speculation.quantile=0.2");

  /** Without an external shuffle service, and in a hurry. */
  private static final List<String> CHANGING =
      List.of(
          "spark.executor.cores=1",
          "spark.dynamicAllocation.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.timeout=1s",
          "spark.dynamicAllocation.executorIdleTimeout=1s",
          "spark.dynamicAllocation.initialExecutors=4",
          "spark.dynamicAllocation.minExecutors=2",
          "spark.dynamicAllocation.maxExecutors=4");

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

  /**
   * An executor, a worker and the master die within epochs, and in the end all is gone. Another
   * application asks for more memory than any worker has, and none comes for it.
   */
  @Test
  void losesNoRowAndChangesNoBitWhenExecutorsAndWorkersDieAndEndsWhenNoneIsLeft() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    List<String> settings = new ArrayList<>(EventLog.settings(events));
    settings.addAll(IMPATIENT);
    List<String> tooLarge = new ArrayList<>(IMPATIENT);
    tooLarge.addAll(List.of("--executor-memory", "3g"));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process waiting =
          SUBMIT.start(log("waiting"), train(cluster.masterUrl(), "waiting", tooLarge));
      Process training =
          SUBMIT.start(log("disturbed"), train(cluster.masterUrl(), "disturbed", settings));
      try {
        disturb(cluster, training);
        cluster.killWorkersWithExecutors();
        long gone = System.nanoTime();
        assertFailed("disturbed", training, "No executor was left for 20 s", cluster.masterUrl());
        assertThat(Duration.ofNanos(System.nanoTime() - gone))
            .isBetween(TIMEOUT, TIMEOUT.plusSeconds(20));
        assertFailed("waiting", waiting, "No executor came for 20 s", "--executor-memory");
      } finally {
        Processes.kill(waiting.toHandle());
        Processes.kill(training.toHandle());
      }
    }
    assertThat(new EventLog(events).tasksEnded("ExecutorLostFailure"))
        .as("tasks that died with their executors")
        .isPositive();
    assertFailedWithWhatWasKept("disturbed");

    SUBMIT.succeeds(train("local[2]", "disturbed", List.of()));
    assertThat(runs.hashes("disturbed")).isEqualTo(undisturbed);
    assertEveryRowOnceAnEpoch("disturbed");
  }

  private static void disturb(StandaloneCluster cluster, Process training) throws Exception {
    awaitMiddleOfEpoch(3, "disturbed", training);
    kill(cluster.executorsOf(0).get(0));
    awaitMiddleOfEpoch(6, "disturbed", training);
    kill(cluster.workers().get(0));
    cluster.addWorker("1g");
    awaitMiddleOfEpoch(8, "disturbed", training);
    kill(cluster.master());
    runs.awaitEpoch("disturbed", runs.hashes("disturbed").size() + 2, training);
  }

  /**
   * Of two hosts one stands still for some seconds within an epoch: the other begins its tasks a
   * second time.
   */
  @Test
  void changesNoBitWhenTasksRunTwice() throws Exception {
    assumeThat(InetAddress.getByName("127.0.0.2").isReachable(100)).as("127.0.0.2").isTrue();
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 1, "1g")) {
      cluster.addWorkerOnAnotherHost("1g");
      EventLog seen =
          trainsTheSame(
              cluster,
              "speculating",
              SPECULATING,
              training -> {
                awaitMiddleOfEpoch(3, "speculating", training);
                standStill(cluster.executorsOf(1), Duration.ofSeconds(4));
              });
      assertThat(seen.speculativeTasks()).as("tasks that ran twice").isPositive();
    }
  }

  /** Four executors are more than three shards need: what has no work goes, and may come again. */
  @Test
  void changesNoBitWhenExecutorsComeAndGo() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 2, "2g")) {
      EventLog seen = trainsTheSame(cluster, "changing", CHANGING, training -> {});
      assertThat(seen.executorsRemoved("killed by driver")).as("that went").isPositive();
      endsInWordsWhenTheClusterEndsIt(cluster);
    }
  }

  private interface Disturbance {
    void during(Process training) throws Exception;
  }

  private static EventLog trainsTheSame(
      StandaloneCluster cluster, String runId, List<String> changes, Disturbance disturbance)
      throws Exception {
    Path events = Files.createDirectory(folder.resolve("events-of-" + runId));
    List<String> settings = new ArrayList<>(EventLog.settings(events));
    changes.forEach(setting -> settings.addAll(List.of("--conf", setting)));
    Process training = SUBMIT.start(log(runId), train(cluster.masterUrl(), runId, settings));
    try {
      disturbance.during(training);
      assertThat(training.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      Processes.kill(training.toHandle());
    }
    assertThat(training.exitValue()).as(() -> Submit.read(log(runId))).isZero();
    assertThat(runs.hashes(runId)).isEqualTo(undisturbed);
    assertEveryRowOnceAnEpoch(runId);
    return new EventLog(events);
  }

  private static void endsInWordsWhenTheClusterEndsIt(StandaloneCluster cluster) throws Exception {
    Process training = SUBMIT.start(log("ended"), train(cluster.masterUrl(), "ended", List.of()));
    try {
      runs.awaitEpoch("ended", 2, training);
      cluster.endApplication();
      assertFailed(
          "ended", training, "The cluster at " + cluster.masterUrl() + " ended this application");
    } finally {
      Processes.kill(training.toHandle());
    }
    assertFailedWithWhatWasKept("ended");
  }

  private static void assertFailed(String runId, Process training, String... words)
      throws Exception {
    assertThat(training.waitFor(1, TimeUnit.MINUTES)).as(runId + " ends").isTrue();
    assertThat(training.exitValue()).as(() -> Submit.read(log(runId))).isOne();
    assertThat(Submit.read(log(runId))).contains(words).doesNotContain("\tat ");
  }

  private static Path log(String runId) {
    return folder.resolve(runId + ".log");
  }

  private static void assertFailedWithWhatWasKept(String runId) throws Exception {
    List<String> kept = runs.hashes(runId);
    assertThat(runs.run(runId).path("state").asText()).isEqualTo("FAILED");
    assertThat(kept).hasSizeBetween(2, EPOCHS - 1);
    assertThat(kept).isEqualTo(undisturbed.subList(0, kept.size()));
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

  private static void standStill(List<ProcessHandle> processes, Duration duration)
      throws Exception {
    signal("-STOP", processes);
    try {
      Thread.sleep(duration.toMillis());
    } finally {
      signal("-CONT", processes);
    }
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    assertThat(processes).isNotEmpty();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
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

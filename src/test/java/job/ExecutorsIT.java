package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.RunWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.EventLog;
import testing.Processes;
import testing.Runs;
import testing.SparkUi;
import testing.StandaloneCluster;
import testing.Submit;

/** Clusters whose executors and workers die, stop and come, beside a run that nobody disturbed. */
class ExecutorsIT {
  private static final int ENDLESS = 99_999;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final List<String> IMPATIENT =
      List.of(ExecutorWatch.TIMEOUT + "=" + TIMEOUT.toSeconds() + "s");

  /** Whoever is free trains, wherever the rows lie. */
  private static final String ANYWHERE = "spark.locality.wait=0s";

  private static final List<String> SPECULATING =
      List.of(
          ANYWHERE,
          "spark.cores.max=2",
          "spark.executor.cores=1",
          "spark.speculation=true",
          "spark.speculation.interval=50ms",
          "spark.speculation.quantile=0.2");

  /** Without an external shuffle service, and in a hurry. */
  private static final List<String> CHANGING =
      List.of(
          ANYWHERE,
          "spark.executor.cores=1",
          "spark.dynamicAllocation.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.timeout=1s",
          "spark.dynamicAllocation.executorIdleTimeout=1s",
          "spark.dynamicAllocation.cachedExecutorIdleTimeout=1s",
          "spark.dynamicAllocation.initialExecutors=4",
          "spark.dynamicAllocation.minExecutors=1",
          "spark.dynamicAllocation.maxExecutors=4");

  @TempDir static Path folder;

  private static Runs runs;
  private static ShortEpochs fast;
  private static ShortEpochs layers;
  private static ShortEpochs twoLayers;
  private static ShortEpochs fewRows;

  @BeforeAll
  static void drawDigits() throws Exception {
    runs = new Runs(folder);
    fast = new ShortEpochs(runs, new Submit(), "auto", 6_000, 3);
    Submit quick = new Submit().withFirstCompilerAlone();
    layers = new ShortEpochs(runs, quick, "dl4j", 1_500, 3);
    twoLayers = new ShortEpochs(runs, quick, "dl4j", 1_500, 2);
    fewRows = new ShortEpochs(runs, quick, "dl4j", 600, 3);
    fast.drawDigits();
    fewRows.drawDigits();
    layers.drawDigits();
  }

  /**
   * One of two executors dies within an epoch, then the other with its worker; another worker
   * comes, and in the end all are gone. A second application asks for more memory than any worker
   * has, and none comes for it.
   */
  @Test
  void losesNoRowAndChangesNoBitWhenExecutorsAndWorkersDieAndEndsWhenNoneIsLeft() throws Exception {
    List<String> settings = new ArrayList<>(IMPATIENT);
    settings.add(ANYWHERE);
    settings.add("spark.cores.max=2");
    SparkUi ui = SparkUi.onFreePort();
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process waiting =
          start(cluster, "waiting", layers, ENDLESS, IMPATIENT, "--executor-memory", "3g");
      Process training =
          start(
              cluster, "disturbed", fast, ENDLESS, settings, ui.settings().toArray(String[]::new));
      try {
        awaitMiddleOfEpoch(3, "disturbed", training);
        String first = newest(cluster.executorIdsOf(0));
        killInTask(cluster.executorsOf(0), first, ui, training);
        awaitMiddleOfEpoch(5, "disturbed", training);
        String second = newest(cluster.executorIdsOf(1));
        kill(cluster.workers().get(1));
        cluster.addWorker("1g");
        awaitTrained(2, cluster, "disturbed", training);
        runs.awaitEpoch("disturbed", runs.hashes("disturbed").size() + 2, training);
        EventLog events = events("disturbed");
        assertThat(events.executorsOfTasks("ExecutorLostFailure"))
            .as("executors that died in the middle of tasks")
            .contains(first);
        assertThat(events.executorsRemoved()).containsExactlyInAnyOrder(first, second);

        long gone = System.nanoTime();
        cluster.killWorkersWithExecutors();
        assertFailed("disturbed", training, "No executor was left for 20 s", cluster.masterUrl());
        assertThat(Duration.ofNanos(System.nanoTime() - gone))
            .isBetween(TIMEOUT, TIMEOUT.plusSeconds(20));
        assertFailed("waiting", waiting, "No executor came for 20 s", "--executor-memory");
      } finally {
        Processes.kill(waiting.toHandle());
        Processes.kill(training.toHandle());
      }
    }
    assertFailedAndGoesOn("disturbed", fast);
    assertThat(folder.resolve("waiting")).doesNotExist();
  }

  /**
   * Of two hosts now one, now the other stands still for some seconds: the other begins its tasks a
   * second time. Later the master dies, which nobody needs any more.
   */
  @Test
  void changesNoBitWhenTasksRunTwiceAndEndsWithoutTheMaster() throws Exception {
    assumeThat(InetAddress.getByName("127.0.0.2").isReachable(100)).as("127.0.0.2").isTrue();
    int epochs = 20; // of which a slow machine needs most
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 1, "1g")) {
      cluster.addWorkerOnAnotherHost("1g");
      Process training = start(cluster, "speculating", fewRows, epochs, SPECULATING);
      try {
        runs.awaitEpoch("speculating", 2, training);
        standStillUntilSecondCopyIsFaster(cluster, training);
        kill(cluster.master());
        assertThat(training.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
      } finally {
        Processes.kill(training.toHandle());
      }
      assertThat(training.exitValue()).as(() -> Submit.read(log("speculating"))).isZero();
    }
    assertThat(runs.states("speculating")).isEqualTo(fewRows.undisturbed("speculating", epochs));
    fewRows.assertEveryRowOnceAnEpoch("speculating");
  }

  /**
   * Four executors are more than two shards need: those that have nothing to do for a second go.
   * Those that are left die within an epoch, with all that was dealt to them, and others come. Then
   * the cluster ends the application.
   */
  @Test
  void changesNoBitWhenExecutorsComeAndGoAndSaysSoWhenTheClusterEndsIt() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 2, "2g")) {
      Process training = start(cluster, "changing", twoLayers, ENDLESS, CHANGING);
      try {
        awaitMiddleOfEpoch(3, "changing", training);
        awaitEvent(events -> !events.executorsLetGo().isEmpty(), "changing", training);
        Set<String> before = events("changing").executorsOfTasks("Success");
        cluster.executors().forEach(ExecutorsIT::kill);
        awaitEvent(
            events -> !before.containsAll(events.executorsOfTasks("Success")),
            "changing",
            training);
        runs.awaitEpoch("changing", runs.hashes("changing").size() + 2, training);
        cluster.endApplication();
        assertFailed(
            "changing",
            training,
            "The cluster at " + cluster.masterUrl() + " ended this application");
      } finally {
        Processes.kill(training.toHandle());
      }
    }
    assertFailedAndGoesOn("changing", twoLayers);
  }

  private static Process start(
      StandaloneCluster cluster,
      String runId,
      ShortEpochs setup,
      int epochs,
      List<String> settings,
      String... submitOptions)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--master", cluster.masterUrl()));
    arguments.addAll(List.of("--executor-memory", "700m"));
    arguments.addAll(List.of(submitOptions));
    settings.forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.addAll(EventLog.settings(Files.createDirectory(eventsOf(runId))));
    arguments.add("train");
    arguments.addAll(setup.options(runId, epochs));
    return setup.submit().start(log(runId), arguments.toArray(String[]::new));
  }

  private static Path log(String runId) {
    return folder.resolve(runId + ".log");
  }

  private static Path eventsOf(String runId) {
    return folder.resolve("events-of-" + runId);
  }

  private static EventLog events(String runId) throws Exception {
    return new EventLog(eventsOf(runId));
  }

  private static String newest(List<String> executorIds) {
    return executorIds.get(executorIds.size() - 1);
  }

  /** Until an executor of that worker has trained. */
  private static void awaitTrained(
      int worker, StandaloneCluster cluster, String runId, Process training) throws Exception {
    awaitEvent(
        events -> {
          Set<String> trained = events.executorsOfTasks("Success");
          return cluster.executorIdsOf(worker).stream().anyMatch(trained::contains);
        },
        runId,
        training);
  }

  private interface Seen {
    boolean in(EventLog events) throws Exception;
  }

  private static void awaitEvent(Seen seen, String runId, Process training) throws Exception {
    long start = System.nanoTime();
    while (!seen.in(events(runId))) {
      assertThat(training.isAlive()).as(() -> Submit.read(log(runId))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(3));
      Thread.sleep(200);
    }
  }

  private static void assertFailed(String runId, Process training, String... words)
      throws Exception {
    assertThat(training.waitFor(1, TimeUnit.MINUTES)).as(runId + " ends").isTrue();
    assertThat(training.exitValue()).as(() -> Submit.read(log(runId))).isOne();
    assertThat(Submit.read(log(runId))).contains(words).doesNotContain("\tat ");
  }

  private static void assertFailedAndGoesOn(String runId, ShortEpochs setup) throws Exception {
    assertThat(runs.run(runId).path("state").asText()).isEqualTo("FAILED");
    int kept = runs.states(runId).size();
    assertThat(kept).isGreaterThan(3);
    goOn(runId, kept + 1);
    assertThat(runs.states(runId)).isEqualTo(setup.undisturbed(runId, kept + 1));
    setup.assertEveryRowOnceAnEpoch(runId);
  }

  /** To an end that is not as far off as it was. */
  private static void goOn(String runId, int epochs) throws Exception {
    try (RunWriter run = RunWriter.take(new Configuration(), folder.toString(), runId)) {
      run.update(run.begun().orElseThrow().extendedTo(epochs));
    }
    InThisJvm.train("--runs", folder.toString(), "--run-id", runId);
  }

  private static void awaitMiddleOfEpoch(int epoch, String runId, Process training)
      throws Exception {
    runs.awaitEpoch(runId, epoch - 1, training);
    double seconds = runs.epochs(runId).get(epoch - 2).path("seconds").asDouble();
    Thread.sleep((long) (seconds * 500));
  }

  /**
   * Kills the executors of a worker, of which one has a task: stopped, so that it cannot end that
   * before it is killed.
   */
  private static void killInTask(
      List<ProcessHandle> executors, String executorId, SparkUi ui, Process training)
      throws Exception {
    long start = System.nanoTime();
    while (true) {
      Processes.signal("-STOP", executors);
      Thread.sleep(500); // until the driver knows of what has ended by now
      if (ui.activeTasks(executorId) > 0) {
        break;
      }
      Processes.signal("-CONT", executors);
      assertThat(training.isAlive()).as(() -> Submit.read(log("disturbed"))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));
      Thread.sleep(70);
    }
    executors.forEach(ExecutorsIT::kill);
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
  }

  /**
   * The copy of a task waits as the task does if the shard is cached where all stands still alone;
   * so that one host after the other does.
   */
  private static void standStillUntilSecondCopyIsFaster(StandaloneCluster cluster, Process training)
      throws Exception {
    long before = events("speculating").speculativeTasks("Success"); // of dealing the rows
    for (int time = 1; events("speculating").speculativeTasks("Success") == before; time++) {
      assertThat(training.isAlive()).as("no second copy was faster").isTrue();
      standStill(cluster.executorsOf(time % 2), Duration.ofSeconds(4));
      runs.awaitEpoch("speculating", runs.hashes("speculating").size() + 1, training);
    }
  }

  private static void standStill(List<ProcessHandle> processes, Duration duration)
      throws Exception {
    Processes.signal("-STOP", processes);
    try {
      Thread.sleep(duration.toMillis());
    } finally {
      Processes.signal("-CONT", processes);
    }
  }
}

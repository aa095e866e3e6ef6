package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.RunWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
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
  private static final Submit QUICK = SUBMIT.withFirstCompilerAlone();
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

  @BeforeAll
  static void drawDigits() throws Exception {
    runs = new Runs(folder);
    for (Setup setup : List.of(Setup.FAST, Setup.LAYERS)) {
      InThisJvm.drawDigits(setup.rows(), setup.data().toString());
    }
  }

  /**
   * What is trained, and how: small minibatches, for epochs that take most of a second, so that a
   * kill falls into one.
   *
   * @param kernels what is the fastest, or, if {@code submit} has the first compiler alone, DL4J's
   *     layers, with which executors train sooner
   */
  private record Setup(Submit submit, String kernels, int rows, int replicas) {
    static final Setup FAST = new Setup(SUBMIT, "auto", 6_000, 3);
    static final Setup LAYERS = new Setup(QUICK, "dl4j", 1_500, 3);
    static final Setup TWO_LAYERS = new Setup(QUICK, "dl4j", 1_500, 2);

    List<String> options(String runId, int epochs) {
      List<String> options = new ArrayList<>(List.of("--data", data().toString()));
      options.addAll(List.of("--runs", folder.toString(), "--run-id", runId));
      options.addAll(List.of("--replicas", Integer.toString(replicas), "--batch-size", "8"));
      options.addAll(List.of("--kernels", kernels, "--epochs", Integer.toString(epochs)));
      return options;
    }

    private Path data() {
      return folder.resolve("digits-" + rows);
    }

    /** What that run leaves where nothing disturbs it, in the tests' own JVM. */
    List<String> undisturbed(String runId, int epochs) throws Exception {
      InThisJvm.train(options("undisturbed-" + runId, epochs).toArray(String[]::new));
      List<String> states = runs.states("undisturbed-" + runId);
      assertThat(states).hasSize(epochs).doesNotHaveDuplicates();
      return states;
    }

    void assertEveryRowOnceAnEpoch(String runId) throws Exception {
      for (JsonNode epoch : runs.epochs(runId)) {
        assertThat(epoch.path("examples").asInt()).isEqualTo(rows);
        assertThat(StreamSupport.stream(epoch.path("replicas").spliterator(), false))
            .extracting(replica -> replica.path("rows").asInt())
            .isEqualTo(Collections.nCopies(replicas, rows / replicas));
      }
    }
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
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process waiting =
          start(cluster, "waiting", Setup.LAYERS, ENDLESS, IMPATIENT, "--executor-memory", "3g");
      Process training = start(cluster, "disturbed", Setup.FAST, ENDLESS, settings);
      try {
        awaitMiddleOfEpoch(3, "disturbed", training);
        String first = newest(cluster.executorIdsOf(0));
        killInTask(cluster.executorsOf(0), "disturbed", training);
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
    assertFailedAndGoesOn("disturbed", Setup.FAST);
    assertThat(folder.resolve("waiting")).doesNotExist();
  }

  /**
   * Of two hosts one stands still for some seconds within an epoch: the other begins its tasks a
   * second time. Later the master dies, which nobody needs any more.
   */
  @Test
  void changesNoBitWhenTasksRunTwiceAndEndsWithoutTheMaster() throws Exception {
    assumeThat(InetAddress.getByName("127.0.0.2").isReachable(100)).as("127.0.0.2").isTrue();
    int epochs = 7;
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 1, "1g")) {
      cluster.addWorkerOnAnotherHost("1g");
      Process training = start(cluster, "speculating", Setup.LAYERS, epochs, SPECULATING);
      try {
        awaitMiddleOfEpoch(3, "speculating", training);
        standStill(cluster.executorsOf(1), Duration.ofSeconds(4));
        awaitMiddleOfEpoch(5, "speculating", training);
        kill(cluster.master());
        assertThat(training.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
      } finally {
        Processes.kill(training.toHandle());
      }
      assertThat(training.exitValue()).as(() -> Submit.read(log("speculating"))).isZero();
    }
    assertThat(events("speculating").speculativeTasks("Success"))
        .as("second copies that were the faster ones")
        .isPositive();
    assertThat(runs.states("speculating"))
        .isEqualTo(Setup.LAYERS.undisturbed("speculating", epochs));
    Setup.LAYERS.assertEveryRowOnceAnEpoch("speculating");
  }

  /**
   * Four executors are more than two shards need: those that have nothing to do for a second go.
   * Those that are left die within an epoch, with all that was dealt to them, and others come. Then
   * the cluster ends the application.
   */
  @Test
  void changesNoBitWhenExecutorsComeAndGoAndSaysSoWhenTheClusterEndsIt() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 2, "2g")) {
      Process training = start(cluster, "changing", Setup.TWO_LAYERS, ENDLESS, CHANGING);
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
    assertFailedAndGoesOn("changing", Setup.TWO_LAYERS);
  }

  private static Process start(
      StandaloneCluster cluster,
      String runId,
      Setup setup,
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

  private static void assertFailedAndGoesOn(String runId, Setup setup) throws Exception {
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
   * Kills all executors of a worker while they have tasks: stops them first, so that one without a
   * task is given one, for which the epoch then waits.
   */
  private static void killInTask(List<ProcessHandle> executors, String runId, Process training)
      throws Exception {
    double longest =
        runs.epochs(runId).stream()
            .mapToDouble(epoch -> epoch.path("seconds").asDouble())
            .max()
            .orElseThrow();
    Processes.signal("-STOP", executors);
    int epochs;
    do {
      assertThat(training.isAlive()).as(() -> Submit.read(log(runId))).isTrue();
      epochs = runs.hashes(runId).size();
      Thread.sleep(2_000 + (long) (3_000 * longest));
    } while (runs.hashes(runId).size() > epochs);
    executors.forEach(ExecutorsIT::kill);
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
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

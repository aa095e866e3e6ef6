package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.EventLog;
import testing.Processes;
import testing.Runs;
import testing.StandaloneCluster;
import testing.Submit;

/** Trainings that are killed, stopped, doubled and moved, beside ones that nobody disturbed. */
class ResumeIT {
  private static final Submit SUBMIT = new Submit();
  private static final Submit QUICK = SUBMIT.withFirstCompilerAlone();
  private static final int ENDLESS = 99_999;
  private static final int KILLS = Integer.getInteger("resume.kills", 6);

  @TempDir static Path folder;

  private static Runs runs;
  private static String data;

  @BeforeAll
  static void drawDigits() throws Exception {
    runs = new Runs(folder);
    data = folder.resolve("digits").toString();
    InThisJvm.drawDigits(302, data);
  }

  /** Three unequal shards; epochs of a few tenths of a second, a third of it writing. */
  private static List<String> begin(String runId, int epochs) {
    List<String> options = new ArrayList<>(List.of("--data", data, "--runs", folder.toString()));
    options.addAll(List.of("--run-id", runId, "--replicas", "3", "--batch-size", "16"));
    options.addAll(List.of("--epochs", Integer.toString(epochs)));
    return options;
  }

  private static List<String> resume(String runId, String... options) {
    List<String> all = new ArrayList<>(List.of("--runs", folder.toString(), "--run-id", runId));
    all.addAll(List.of(options));
    return all;
  }

  private static String[] train(String master, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("--master", master));
    arguments.add("train");
    arguments.addAll(options);
    return arguments.toArray(String[]::new);
  }

  /** What each epoch leaves in a run that is trained at one go, in a JVM of its own kind. */
  private static List<String> undisturbed(List<String> options, int epochs) throws Exception {
    String runId = options.get(options.indexOf("--run-id") + 1);
    InThisJvm.train(options.toArray(String[]::new));
    List<String> states = runs.states(runId);
    assertThat(states).hasSize(epochs).doesNotHaveDuplicates();
    return states;
  }

  /** The same, of which DL4J's layers are trained. */
  private static List<String> beginWithLayers(String runId, int epochs) {
    List<String> options = begin(runId, epochs);
    options.addAll(List.of("--kernels", "dl4j"));
    return options;
  }

  /**
   * One kill in four, the first among them, falls into what comes before the first epoch of a
   * start: reading, dealing, the epoch itself. The others fall anywhere in the epoch, average or
   * write that follows one to three more epochs. The last start is refused, but has cleaned up
   * before.
   */
  @Test
  void isTheRunThatItWouldHaveBeenHoweverOftenItIsKilled() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    Path log = folder.resolve("killed.log");
    int kept = 0;
    int beforeAnEpoch = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Files.deleteIfExists(log);
      Process training = QUICK.start(log, train("local[2]", beginWithLayers("killed", ENDLESS)));
      boolean early = kill % 4 == 0;
      if (early) {
        runs.awaitLease("killed", kill + 1, training);
      } else {
        runs.awaitEpoch("killed", kept + random.nextInt(1, 4), training);
      }
      long life = random.nextLong(early ? 800 : 200);
      assertThat(training.waitFor(life, TimeUnit.MILLISECONDS))
          .as(() -> Submit.read(log))
          .isFalse();
      Processes.kill(training.toHandle());
      int before = kept;
      kept = runs.hashes("killed").size();
      beforeAnEpoch += early && kept == before ? 1 : 0;
    }
    assertThat(beforeAnEpoch).as("kills before a start's first epoch was kept").isPositive();
    refusesToGoOnOtherwiseAndCleansUp("killed");

    List<String> killed = runs.states("killed");
    assertThat(killed).hasSizeGreaterThanOrEqualTo(KILLS - (KILLS + 3) / 4);
    assertThat(killed)
        .isEqualTo(undisturbed(beginWithLayers("not-killed", killed.size()), killed.size()));
  }

  private static void refusesToGoOnOtherwiseAndCleansUp(String runId) throws Exception {
    String before = Submit.read(folder.resolve(runId).resolve("run.json"));
    List<String> otherwise = resume(runId, "--seed", "2", "--data", "builtin:digits");
    Submit.Result refused = QUICK.run(train("local[2]", otherwise));
    assertThat(refused.exitCode()).as(refused::stderr).isEqualTo(1);
    assertThat(refused.stderr())
        .contains(
            "was begun otherwise", "--seed: expected 1, found 2", ": expected 302, found 6000")
        .doesNotContain("\tat ");
    assertThat(Submit.read(folder.resolve(runId).resolve("run.json"))).isEqualTo(before);
    try (Stream<Path> left = Files.walk(folder.resolve(runId))) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
    }
  }

  /** Three epochs on one core, three on a cluster, by name alone; then there is nothing to do. */
  @Test
  void goesOnOnAnotherShapeOfTheApplication() throws Exception {
    QUICK.succeeds(train("local[1]", beginWithLayers("moved", 3)));
    Path events = Files.createDirectory(folder.resolve("events"));
    List<String> arguments = new ArrayList<>(EventLog.settings(events));
    arguments.addAll(List.of("--executor-memory", "700m", "--conf", "spark.cores.max=2"));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      List<String> longer = resume("moved", "--epochs", "6");
      arguments.addAll(List.of(train(cluster.masterUrl(), longer)));
      QUICK.succeeds(arguments.toArray(String[]::new));
    }
    assertThat(new EventLog(events).executorsOfTasks("Success"))
        .as("executors that trained")
        .hasSize(2);
    assertThat(runs.states("moved")).isEqualTo(undisturbed(beginWithLayers("not-moved", 6), 6));
    assertThat(QUICK.succeeds(train("local[2]", resume("moved"))).stdout())
        .contains("run moved is complete: 6 of 6 epochs were kept before");
  }

  /** One replica of 6,000 rows: the end comes while it trains. */
  @Test
  void hasOneTrainingAtATimeAndSaysHowToGoOnWhenItIsStopped() throws Exception {
    Path log = folder.resolve("stopped.log");
    List<String> options = resume("stopped", "--data", "builtin:digits", "--replicas", "1");
    options.addAll(List.of("--epochs", Integer.toString(ENDLESS)));
    Process first = SUBMIT.start(log, train("local[2]", options));
    try {
      runs.awaitEpoch("stopped", 2, first);
      Submit.Result second = QUICK.run(train("local[2]", options));
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.stderr())
          .contains("is being trained by process " + first.pid(), "Wait for its end, or stop it");
      runs.awaitEpoch("stopped", runs.hashes("stopped").size() + 1, first);
      first.destroy();
      assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(first.toHandle());
    }
    assertThat(first.exitValue()).as(() -> Submit.read(log)).isEqualTo(143);
    List<String> kept = runs.hashes("stopped");
    assertThat(Submit.read(log).lines().filter(line -> line.startsWith("stopped with ")))
        .containsExactly(
            "stopped with %d of 99999 epochs in file:%s; go on: scripts/submit.sh train --runs %s --run-id stopped"
                .formatted(kept.size(), folder.resolve("stopped"), folder));
    assertThat(Submit.read(log)).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(runs.run("stopped").path("state").asText()).isEqualTo("RUNNING");
  }

  /** The rows are still being read and dealt. */
  @Test
  void saysSoWhenItIsStoppedBeforeAnythingIsKept() throws Exception {
    Path log = folder.resolve("early.log");
    Process training = QUICK.start(log, train("local[2]", begin("early", ENDLESS)));
    try {
      runs.awaitLease("early", 1, training);
      training.destroy();
      assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(training.toHandle());
    }
    assertThat(training.exitValue()).as(() -> Submit.read(log)).isEqualTo(143);
    assertThat(Submit.read(log).lines())
        .containsOnlyOnce(
            "stopped before this start trained anything; go on: the same command again");
    assertThat(folder.resolve("early/run.json")).doesNotExist();
  }
}

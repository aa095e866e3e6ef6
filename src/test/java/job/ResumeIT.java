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
import testing.Processes;
import testing.Runs;
import testing.StandaloneCluster;
import testing.Submit;

/** Trainings that are killed, stopped, doubled and moved, beside one that nobody disturbed. */
class ResumeIT {
  private static final Submit SUBMIT = new Submit();
  private static final int EPOCHS = 20;
  private static final int ENDLESS = 99_999;
  private static final int KILLS = 20;

  @TempDir static Path folder;

  private static Runs runs;
  private static String data;
  private static List<String> undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    runs = new Runs(folder);
    data = folder.resolve("digits").toString();
    SUBMIT.succeeds("draw-digits", "--rows", "1000", "--to", data);
    SUBMIT.succeeds(begin("local[2]", "undisturbed", EPOCHS));
    undisturbed = runs.hashes("undisturbed");
    assertThat(undisturbed).hasSize(EPOCHS).doesNotHaveDuplicates();
  }

  /** Seven unequal shards; epochs of a few hundredths of a second, a third of it writing. */
  private static String[] begin(String master, String runId, int epochs) {
    return new String[] {
      "--master",
      master,
      "--executor-memory",
      "700m",
      "train",
      "--data",
      data,
      "--runs",
      folder.toString(),
      "--run-id",
      runId,
      "--replicas",
      "7",
      "--batch-size",
      "16",
      "--epochs",
      Integer.toString(epochs)
    };
  }

  private static String[] resume(String master, String runId, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("--master", master, "--executor-memory", "700m", "train"));
    arguments.addAll(List.of("--runs", folder.toString(), "--run-id", runId));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  /**
   * One kill in four falls into the first seconds: Java's and Spark's start, the reading and
   * dealing of rows; the others anywhere in the epoch, average or write that follows one to three
   * more epochs. The last start is refused, but has cleaned up before. Then the undisturbed run
   * goes on to as many epochs.
   */
  @Test
  void isTheRunThatItWouldHaveBeenHoweverOftenItIsKilled() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    Path log = folder.resolve("killed.log");
    int kept = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Files.deleteIfExists(log);
      Process training = SUBMIT.start(log, begin("local[2]", "killed", ENDLESS));
      boolean early = kill % 4 == 3;
      if (!early) {
        runs.awaitEpoch("killed", kept + random.nextInt(1, 4), training);
      }
      long life = random.nextLong(early ? 6_000 : 200);
      assertThat(training.waitFor(life, TimeUnit.MILLISECONDS))
          .as(() -> Submit.read(log))
          .isFalse();
      Processes.kill(training.toHandle());
      kept = Files.exists(folder.resolve("killed")) ? runs.hashes("killed").size() : 0;
    }
    assertThat(SUBMIT.run(resume("local[2]", "killed", "--seed", "2")).exitCode()).isOne();

    List<String> killed = runs.states("killed");
    assertThat(killed).hasSizeGreaterThanOrEqualTo(KILLS - KILLS / 4);
    int epochs = Math.max(killed.size(), EPOCHS);
    SUBMIT.succeeds(resume("local[2]", "undisturbed", "--epochs", Integer.toString(epochs)));
    assertThat(killed).isEqualTo(runs.states("undisturbed").subList(0, killed.size()));
    try (Stream<Path> left = Files.walk(folder.resolve("killed"))) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
    }
  }

  /** One epoch on one core, the next on a cluster, the rest on two cores, by name alone. */
  @Test
  void goesOnOnAnotherShapeOfTheApplication() throws Exception {
    SUBMIT.succeeds(begin("local[1]", "moved", 1));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      SUBMIT.succeeds(resume(cluster.masterUrl(), "moved", "--epochs", "2"));
    }
    SUBMIT.succeeds(resume("local[2]", "moved", "--epochs", "4"));
    assertThat(runs.hashes("moved")).isEqualTo(undisturbed.subList(0, 4));
    assertThat(SUBMIT.succeeds(resume("local[2]", "moved")).stdout())
        .contains("run moved is complete: 4 of 4 epochs were kept before");
  }

  @Test
  void refusesToGoOnOtherwiseAndLeavesTheRunAsItWas() throws Exception {
    SUBMIT.succeeds(begin("local[2]", "other", 1));
    String before = Submit.read(folder.resolve("other/run.json"));
    Submit.Result refused =
        SUBMIT.run(resume("local[2]", "other", "--seed", "2", "--data", "builtin:digits"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains("was begun otherwise", "--seed: expected 1, found 2", "rows: expected 1000")
        .doesNotContain("\tat ");
    assertThat(Submit.read(folder.resolve("other/run.json"))).isEqualTo(before);
    Submit.Result none = SUBMIT.run(resume("local[2]", "nowhere"));
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.stderr()).contains("No run nowhere in " + folder);
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void hasOneTrainingAtATimeAndSaysHowToGoOnWhenItIsStopped() throws Exception {
    Path log = folder.resolve("stopped.log");
    Process first = SUBMIT.start(log, begin("local[2]", "stopped", ENDLESS));
    try {
      runs.awaitEpoch("stopped", 3, first);
      Submit.Result second = SUBMIT.run(begin("local[2]", "stopped", ENDLESS));
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.stderr())
          .contains("is being trained by process ", "Wait for its end, or stop it");
      first.destroy();
      assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      first.destroyForcibly();
    }
    assertThat(first.exitValue()).as(() -> Submit.read(log)).isEqualTo(143);
    List<String> kept = runs.hashes("stopped");
    assertThat(kept).startsWith(undisturbed.subList(0, 3).toArray(String[]::new));
    assertThat(Submit.read(log).lines().filter(line -> line.startsWith("stopped with ")))
        .containsExactly(
            "stopped with %d of 99999 epochs in file:%s; go on: scripts/submit.sh train --runs %s --run-id stopped"
                .formatted(kept.size(), folder.resolve("stopped"), folder));
    assertThat(Submit.read(log)).doesNotContain("SparkException");
    assertThat(runs.run("stopped").path("state").asText()).isEqualTo("RUNNING");
  }

  /** The rows are still being read and dealt. */
  @Test
  void saysSoWhenItIsStoppedBeforeAnythingIsKept() throws Exception {
    Path log = folder.resolve("early.log");
    Process training = SUBMIT.start(log, begin("local[2]", "early", ENDLESS));
    try {
      while (!Files.exists(folder.resolve("early/lease"))) {
        assertThat(training.isAlive()).as(() -> Submit.read(log)).isTrue();
        Thread.sleep(5);
      }
      training.destroy();
      assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(training.toHandle());
    }
    assertThat(training.exitValue()).as(() -> Submit.read(log)).isEqualTo(143);
    assertThat(Submit.read(log).lines())
        .containsOnlyOnce("stopped before anything was trained; begin: the same command again");
    assertThat(folder.resolve("early/run.json")).doesNotExist();
  }
}

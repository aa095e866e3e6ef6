package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.Hdfs;

/** What {@link RunDirectoryTest} and {@link RunLeaseTest} show of local disks, on a real HDFS. */
@Timeout(120)
class RunsOnHdfsTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Configuration HADOOP = new Configuration();

  /** Silence is found out only by {@link #HASTY}. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(100), Duration.ofMinutes(5));

  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(100), Duration.ofMillis(500));

  @TempDir static java.nio.file.Path nodes;

  private static Hdfs hdfs;
  private static FileSystem files;
  private static String runs;

  @BeforeAll
  static void start() throws IOException {
    hdfs = Hdfs.start(nodes);
    files = hdfs.files();
    runs = hdfs.uri() + "/runs";
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  private static RunWriter take(String runId, RunLease.Pace pace) throws Exception {
    return RunWriter.take(HADOOP, runs, runId, pace);
  }

  private static RunDirectory open(String runId) throws IOException {
    return RunDirectory.open(HADOOP, runs + "/" + runId);
  }

  private static List<String> filesOf(String runId) throws IOException {
    Path root = new Path(runs, runId);
    List<String> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
    while (all.hasNext()) {
      found.add(root.toUri().relativize(all.next().getPath().toUri()).toString());
    }
    return found;
  }

  private static void write(String path, String text) throws IOException {
    try (OutputStream out = files.create(new Path(runs, path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsIsReleasedAndTakenAgainWithoutWhatWasLeftHalf() throws Exception {
    try (RunWriter first = take("kept", PATIENT)) {
      first.update(SampleRuns.run("kept", 2));
      first.keep(SampleRuns.epoch(1, MODEL), MODEL);
    }
    write("kept/epochs/00002/model.zip", "half");
    write("kept/epochs/00002/.epoch.json.0e7b2f4c-93d1-4a58-8c06-5d1f7e2a9b34.part", "{");
    try (RunWriter second = take("kept", PATIENT)) {
      assertThat(second.begun()).isEqualTo(Optional.of(SampleRuns.run("kept", 2)));
      assertThat(files.exists(new Path(runs, "kept/epochs/00002"))).isFalse();
      second.keep(SampleRuns.epoch(2, MODEL), MODEL);
      second.update(SampleRuns.run("kept", 2).in(RunRecord.State.COMPLETE));
    }
    assertThat(open("kept").epochs())
        .containsExactly(SampleRuns.epoch(1, MODEL), SampleRuns.epoch(2, MODEL));
    assertThat(open("kept").model(SampleRuns.epoch(2, MODEL))).isEqualTo(MODEL);
    assertThat(open("kept").run().state()).isEqualTo(RunRecord.State.COMPLETE);
    assertThat(filesOf("kept"))
        .containsExactlyInAnyOrder(
            "run.json",
            "lease/00002.json",
            "epochs/00001/model.zip",
            "epochs/00001/replicas.parquet",
            "epochs/00001/epoch.json",
            "epochs/00002/model.zip",
            "epochs/00002/replicas.parquet",
            "epochs/00002/epoch.json");
  }

  @Test
  void isDiscardedWithItsFolder() throws Exception {
    try (RunWriter writer = take("discarded", PATIENT)) {
      writer.update(SampleRuns.run("discarded", 1));
      writer.discard();
    }
    assertThat(files.exists(new Path(runs, "discarded"))).isFalse();
  }

  @Test
  void ofManyTrainingsOfOneIdJustOneStarts() throws Exception {
    int trainings = 8;
    ExecutorService threads = Executors.newFixedThreadPool(trainings);
    try {
      for (int round = 0; round < 3; round++) {
        String runId = "run-" + round;
        CyclicBarrier together = new CyclicBarrier(trainings);
        List<Future<Optional<RunWriter>>> taken = new ArrayList<>();
        for (int i = 0; i < trainings; i++) {
          taken.add(threads.submit(() -> taken(runId, together)));
        }
        List<RunWriter> winners = new ArrayList<>();
        for (Future<Optional<RunWriter>> training : taken) {
          training.get().ifPresent(winners::add);
        }
        assertThat(winners).as(runId).hasSize(1);
        winners.get(0).update(SampleRuns.run(runId, 1));
        winners.get(0).close();
        assertThat(open(runId).run()).isEqualTo(SampleRuns.run(runId, 1));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Optional<RunWriter> taken(String runId, CyclicBarrier together) throws Exception {
    together.await();
    try {
      return Optional.of(take(runId, PATIENT));
    } catch (RunException e) {
      assertThat(e).hasMessageContaining("%s is being trained by process ", runId);
      return Optional.empty();
    }
  }

  /** As trainings that fail before their first epoch, and schedulers that try them again. */
  @Test
  void ofManyThatBeginARunAndDiscardItEachHasItOrIsToldWhoHas() throws Exception {
    int trainings = 4;
    ExecutorService threads = Executors.newFixedThreadPool(trainings);
    try {
      List<Future<Integer>> started = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      for (int i = 0; i < trainings; i++) {
        started.add(threads.submit(() -> beginAndDiscard(end)));
      }
      int begun = 0;
      for (Future<Integer> training : started) {
        begun += training.get();
      }
      assertThat(begun).isGreaterThan(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** How often it had the run. */
  private static int beginAndDiscard(long end) throws Exception {
    int begun = 0;
    while (System.nanoTime() < end) {
      try (RunWriter writer = take("retried", PATIENT)) {
        writer.update(SampleRuns.run("retried", 1));
        writer.discard();
        begun++;
      } catch (RunException e) {
        assertThat(e).hasMessageContaining("retried is being trained by process ");
      }
    }
    return begun;
  }

  @Test
  void aSilentOwnersLeaseIsTakenOverAndHeLearnsOfItWhenHeWakes() throws Exception {
    RunLease.Pace asleep = new RunLease.Pace(Duration.ofHours(1), Duration.ofHours(1));
    try (RunWriter sleeper = take("silent", asleep)) {
      sleeper.update(SampleRuns.run("silent", 2));
      try (RunWriter next = take("silent", HASTY)) {
        next.keep(SampleRuns.epoch(1, MODEL), MODEL);
        assertThatThrownBy(() -> sleeper.keep(SampleRuns.epoch(2, MODEL), MODEL))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("This training has lost " + runs + "/silent")
            .hasMessageContaining("found number 2");
      }
    }
    assertThat(open("silent").epochs()).containsExactly(SampleRuns.epoch(1, MODEL));
  }

  /** HDFS makes the folders above a file without being told to. */
  @Test
  void aTrialOfAPlaceLeavesTheFoldersThatWereThereAndNoOthers() throws Exception {
    Path there = new Path(hdfs.uri() + "/there/and/empty");
    files.mkdirs(there);

    PlaceTrial.require(HADOOP, there + "/a.html", "--output");
    PlaceTrial.require(HADOOP, there + "/not/yet/a.html", "--output");
    PlaceTrial.require(HADOOP, hdfs.uri() + "/nowhere/yet/a.html", "--output");

    assertThat(files.listStatus(there)).isEmpty();
    assertThat(files.exists(new Path(hdfs.uri() + "/nowhere"))).isFalse();
  }

  @Test
  void refusesAFileInARunsPlace() throws Exception {
    write("file", "mine");
    assertThatThrownBy(() -> take("file", PATIENT))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("No run can be begun at " + runs + "/file")
        .hasMessageContaining("found a file");
    assertThatThrownBy(() -> open("file"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("No run at " + runs + "/file");
    assertThat(RunDirectory.begun(HADOOP, runs, "file")).isEmpty();
  }
}

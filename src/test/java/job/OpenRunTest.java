package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.MeddledFileSystem;
import io.RunWriter;
import io.SampleRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import model.Architecture;
import model.Kernels;
import model.Recipe;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training leaves, and says, that is told to end. */
class OpenRunTest {
  private static final byte[] MODEL = {1, 2, 3};

  @TempDir Path runs;

  private TrainRequest request(String data, int epochs) {
    Recipe recipe =
        new Recipe(Architecture.LENET5, Architecture.LENET5.defaults(), 1, Kernels.DL4J);
    return new TrainRequest(
        new DataSource(data, runs.toString()),
        /* dataGiven= */ true,
        runs.toString(),
        "first",
        recipe,
        2,
        epochs,
        0.1,
        Optional.empty(),
        Optional.empty());
  }

  private String goOn(int kept, int epochs) {
    return "stopped with %d of %d epochs in file:%s; go on: scripts/submit.sh train --runs %s --run-id first"
        .formatted(kept, epochs, runs.resolve("first"), runs);
  }

  @Test
  void saysHowToGoOnAndLetsOthersHaveTheRun() throws Exception {
    OpenRun run = OpenRun.take(new Configuration(), request("mnist", 10));
    assertThat(run.stop()).isEqualTo(Stopping.BEFORE_ANYTHING);
    assertThat(runs).isEmptyDirectory();
    run = OpenRun.take(new Configuration(), request("mnist", 10));
    run.record(SampleRuns.run("first", 10));
    run.keep(SampleRuns.epoch(1, MODEL), MODEL);
    assertThat(run.stop()).isEqualTo(goOn(1, 10));
    run = OpenRun.take(new Configuration(), request("mnist", 10));
    assertThat(run.kept()).hasSize(1);
    assertThat(run.stop()).isEqualTo(goOn(1, 10));
  }

  @Test
  void saysNoNumberOfEpochsThatItHasNotRead() throws Exception {
    OpenRun run = OpenRun.take(new Configuration(), request("mnist", 10));
    run.record(SampleRuns.run("first", 10));
    run.keep(SampleRuns.epoch(1, MODEL), MODEL);
    run.close();
    run = OpenRun.take(new Configuration(), request("mnist", 10));
    assertThat(run.stop()).isEqualTo(goOn(1, 10).replace(" with 1 of 10 epochs", ""));
  }

  /** The record has the former data and number of epochs until the rows are dealt. */
  @Test
  void repeatsTheOptionsThatTheRecordHasNotYet() throws Exception {
    try (RunWriter writer = RunWriter.take(new Configuration(), runs.toString(), "first")) {
      writer.update(SampleRuns.run("first", 10));
    }
    OpenRun run = OpenRun.take(new Configuration(), request("/my data", 20));
    assertThat(run.kept()).isEmpty();
    assertThat(run.stop()).isEqualTo(goOn(0, 20) + " --data '/my data' --epochs 20");
  }

  /** No record has that. */
  @Test
  void repeatsWhereTheEventFilesLie() throws Exception {
    OpenRun run =
        OpenRun.take(new Configuration(), request("mnist", 10).shownIn(Optional.of("my logs")));
    run.record(SampleRuns.run("first", 10));
    assertThat(run.kept()).isEmpty();
    assertThat(run.stop()).isEqualTo(goOn(0, 10) + " --tensorboard 'my logs'");
  }

  @Test
  void waitsForAnEpochThatIsBeingKept() throws Exception {
    try (Stalled disk = new Stalled()) {
      OpenRun run = disk.take(request("mnist", 10));
      CompletableFuture<Void> keeping = disk.stallIn(run);
      CompletableFuture<String> stopping = CompletableFuture.supplyAsync(run::stop);
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(stopping).isNotDone();
      disk.goesOn.countDown();
      assertThat(stopping.get(1, TimeUnit.MINUTES)).isEqualTo(goOn(1, 10));
      keeping.get(1, TimeUnit.MINUTES);
      assertThat(run.directory().epochs()).containsExactly(SampleRuns.epoch(1, MODEL));
      assertThat(runs.resolve("first/lease/00001.json")).content().contains("\"released\" : true");
    }
  }

  @Test
  void saysHowToGoOnWhenTheDiskDoesNotAnswer() throws Exception {
    try (Stalled disk = new Stalled()) {
      OpenRun run = disk.take(request("mnist", 10));
      CompletableFuture<Void> keeping = disk.stallIn(run);
      assertThat(run.stop(Duration.ofMillis(100)))
          .isEqualTo(
              goOn(0, 10)
                  + " (others may have to wait a minute for it: no answer from where it lies)");
      assertThat(keeping).isNotDone();
    }
  }

  /** A disk that stands still while an epoch is kept. */
  private static final class Stalled implements AutoCloseable {
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final AtomicBoolean stalls = new AtomicBoolean();

    OpenRun take(TrainRequest request) throws Exception {
      return OpenRun.take(MeddledFileSystem.configuration(this::afterListing), request);
    }

    private void afterListing(Path folder) throws IOException {
      if (stalls.get() && folder.endsWith("lease")) {
        stalled.countDown();
        try {
          goesOn.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    CompletableFuture<Void> stallIn(OpenRun run) throws Exception {
      run.record(SampleRuns.run("first", 10));
      assertThat(run.kept()).isEmpty();
      stalls.set(true);
      CompletableFuture<Void> keeping =
          CompletableFuture.runAsync(
              () -> {
                try {
                  run.keep(SampleRuns.epoch(1, MODEL), MODEL);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(stalled.await(1, TimeUnit.MINUTES)).isTrue();
      return keeping;
    }

    @Override
    public void close() {
      goesOn.countDown();
    }
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.EpochRecord;
import io.RunRecord;
import io.RunWriter;
import io.SampleRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a real run's directory; only time is the test's own. */
class FollowingTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final Duration SILENCE = Duration.ofMinutes(30);

  @TempDir Path runs;

  private final List<Integer> scored = new ArrayList<>();
  private RunWriter run;
  private long now = Long.MAX_VALUE - 1;

  /** What the training does at each moment that the follower sleeps. */
  private interface Training {
    void go() throws IOException;
  }

  @BeforeEach
  void startARunOfTenEpochs() throws IOException, InterruptedException {
    run = RunWriter.take(new Configuration(), runs.toString(), "first");
    run.update(SampleRuns.run("first", 10));
  }

  @AfterEach
  void endTheRun() throws IOException {
    run.close();
  }

  private void keep(int first, int last) throws IOException {
    for (int epoch = first; epoch <= last; epoch++) {
      run.keep(SampleRuns.epoch(epoch, MODEL), MODEL);
    }
  }

  private void end(RunRecord.State state) throws IOException {
    run.update(run.directory().run().in(state));
    run.close();
  }

  private void follow(String epochs, Training... training) throws Exception {
    EpochSelection selection =
        epochs.isEmpty() ? EpochSelection.ALL : new EpochSelection.Converter().convert(epochs);
    new Following(run.directory(), selection, this::score, new SlowTime(List.of(training)))
        .untilScored(SILENCE);
  }

  /** Scoring takes longer than the silence that is allowed. */
  private void score(List<EpochRecord> epochs) {
    epochs.forEach(epoch -> scored.add(epoch.epoch()));
    now += Duration.ofHours(2).toNanos();
  }

  /** Each sleep lasts 20 minutes, in which the training goes on by a step. */
  private final class SlowTime implements Following.Time {
    private final List<Training> steps;

    SlowTime(List<Training> steps) {
      this.steps = new ArrayList<>(steps);
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now += Duration.ofMinutes(20).toNanos();
      if (!steps.isEmpty()) {
        try {
          steps.remove(0).go();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void scoresEachEpochOnceUntilTheRunIsComplete() throws Exception {
    keep(1, 2);
    follow(
        "",
        () -> keep(3, 3),
        () -> {},
        () -> {
          keep(4, 10);
          end(RunRecord.State.COMPLETE);
        });
    assertThat(scored).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void endsWhenTheNamedEpochsAreScoredThoughTheRunGoesOn() throws Exception {
    follow("1,3", () -> keep(1, 2), () -> keep(3, 3));
    assertThat(scored).containsExactly(1, 3);
  }

  @Test
  void refusesNamedEpochsThatACompleteRunHasNot() throws Exception {
    keep(1, 10);
    end(RunRecord.State.COMPLETE);
    assertThatThrownBy(() -> follow("9-12"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(run.directory().path())
        .hasMessageContaining("expected 11, 12, found 10 kept of 10 epochs");
    assertThat(scored).containsExactly(9, 10);
  }

  @Test
  void refusesAtOnceNamedEpochsPastTheRunsLast() throws Exception {
    keep(1, 1);
    assertThatThrownBy(() -> follow("1-99999"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(
            "expected 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 99979 more, found 1 kept");
    assertThat(scored).containsExactly(1);
  }

  @Test
  void refusesACompleteRunWithoutEpochs() throws Exception {
    end(RunRecord.State.COMPLETE);
    assertThatThrownBy(() -> follow(""))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("found 0 kept of 10 epochs");
  }

  @Test
  void epochsThatWereNotAskedForBreakTheSilenceToo() throws Exception {
    follow("4", () -> keep(1, 1), () -> keep(2, 2), () -> keep(3, 3), () -> keep(4, 4));
    assertThat(scored).containsExactly(4);
  }

  @Test
  void givesUpAfterTheSilenceWhichScoringIsNotPartOf() throws Exception {
    keep(1, 1);
    long start = now;
    assertThatThrownBy(() -> follow("", () -> keep(2, 2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith("No epoch came for 30 minutes, and run " + run.directory().path());
    assertThat(scored).containsExactly(1, 2);
    assertThat(Duration.ofNanos(now - start)).isEqualTo(Duration.ofHours(2 + 2 + 1));
  }

  @Test
  void endsAtOnceWhenTheTrainingFailedAfterScoringWhatIsKept() throws Exception {
    assertThatThrownBy(
            () ->
                follow(
                    "",
                    () -> {
                      keep(1, 2);
                      end(RunRecord.State.FAILED);
                    }))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith("The training of " + run.directory().path() + " failed")
        .hasMessageContaining("found 2 of 10 epochs");
    assertThat(scored).containsExactly(1, 2);
  }

  /** Until the next training has read its data, run.json says what became of the last one. */
  @ParameterizedTest
  @EnumSource(
      value = RunRecord.State.class,
      names = {"COMPLETE", "FAILED"})
  void goesOnAsLongAsATrainingHasTheRun(RunRecord.State before) throws Exception {
    keep(1, 9);
    run.update(run.directory().run().in(before));
    follow(
        "8-12",
        () -> run.update(SampleRuns.run("first", 12)),
        () -> keep(10, 12),
        () -> end(RunRecord.State.COMPLETE));
    assertThat(scored).containsExactly(8, 9, 10, 11, 12);
  }

  @Test
  void succeedsWithTheNamedEpochsOfATrainingThatFailedLater() throws Exception {
    keep(1, 2);
    end(RunRecord.State.FAILED);
    follow("2");
    assertThat(scored).containsExactly(2);
  }
}

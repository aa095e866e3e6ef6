package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunRecord;
import io.RunWriter;
import io.SampleRuns;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {
  private static final RunRecord BEGUN = SampleRuns.run("first", 10);
  private static final byte[] MODEL = {1};

  @TempDir Path runs;

  /** As run.json may say after an edit: in its own ranges, but not in those of training. */
  @Test
  void refusesToTrainWhatNoTrainingCanHaveBegun() {
    RunRecord.Options edited =
        new RunRecord.Options("lenet5", 2, 64, 10, "adam", 11, 0, "HE_UNIFORM", 1, 0.1, "dl4j");
    RunRecord run =
        new RunRecord(
            "first",
            BEGUN.state(),
            BEGUN.startedAt(),
            edited,
            BEGUN.data(),
            BEGUN.software(),
            null);
    assertThatThrownBy(() -> Records.recipe(run, "runs/first"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("Run runs/first")
        .hasMessageContaining("found 11.0");
  }

  @Test
  void countsTheEpochsKeptAndRefusesAGap() throws Exception {
    Optional<RunRecord> begun = Optional.of(BEGUN);
    try (RunWriter writer = RunWriter.take(new Configuration(), runs.toString(), "first")) {
      assertThat(Resumption.kept(writer.directory(), Optional.empty())).isEmpty();
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      writer.keep(SampleRuns.epoch(2, MODEL), MODEL);
      assertThat(Resumption.kept(writer.directory(), begun)).hasSize(2);
      writer.keep(SampleRuns.epoch(4, MODEL), MODEL);
      assertThatThrownBy(() -> Resumption.kept(writer.directory(), begun))
          .isInstanceOf(ResumeException.class)
          .hasMessageContaining("expected epoch 3, found epoch 4 next");
    }
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunRecord;
import io.RunWriter;
import io.SampleRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {
  private static final RunRecord BEGUN = SampleRuns.run("first", 10);
  private static final byte[] MODEL = {1};

  @TempDir Path runs;

  private static RunRecord.Options options(int epochs, int batchSize, String kernels) {
    return new RunRecord.Options(
        "lenet5", 2, batchSize, epochs, "adam", 1e-3, 0, "HE_UNIFORM", 1, 0.1, kernels);
  }

  private static List<String> differences(RunRecord.Options options) {
    return Resumption.differences(BEGUN, options, BEGUN.software());
  }

  @Test
  void sameAndLongerRunsGoOn() {
    assertThat(differences(BEGUN.options())).isEmpty();
    assertThat(differences(options(11, 64, "dl4j"))).isEmpty();
  }

  @Test
  void namesEveryOptionThatDiffers() {
    assertThat(differences(options(9, 32, "fast")))
        .containsExactly(
            "--batch-size: expected 64, found 32",
            "--epochs: expected 10, found 9",
            "--kernels: expected dl4j, found fast");
  }

  /** Spark and Java may be newer: they do no arithmetic. */
  @Test
  void comparesTheSoftwareThatShapesTheResult() {
    RunRecord.Software other =
        new RunRecord.Software("0.2.0", 2, "3.5.9", "1.0.0-M3", "21", "another CPU");
    assertThat(Resumption.differences(BEGUN, BEGUN.options(), other))
        .containsExactly(
            "version of lenet-spark: expected 0.1.0, found 0.2.0",
            "revision of its arithmetic: expected 1, found 2",
            "version of Deeplearning4j: expected 1.0.0-M2.1, found 1.0.0-M3",
            "native arithmetic: expected oneDNN, found another CPU");
  }

  @Test
  void comparesTheDataByTheirBytes() {
    RunRecord.Data moved =
        new RunRecord.Data(
            "copy", "copy/i", "copy/l", 60_000, 6_000, "a".repeat(64), "b".repeat(64));
    assertThat(Resumption.differences(BEGUN.data(), moved)).isEmpty();
    RunRecord.Data changed =
        new RunRecord.Data(
            "mnist", "mnist/i", "mnist/l", 59_999, 6_000, "a".repeat(64), "c".repeat(64));
    assertThat(Resumption.differences(BEGUN.data(), changed))
        .containsExactly(
            "rows: expected 60000, found 59999",
            "SHA-256 of the labels: expected %s, found %s"
                .formatted("b".repeat(64), "c".repeat(64)));
  }

  @Test
  void refusesWithTheWholeList() throws Exception {
    try (RunWriter writer = RunWriter.take(new Configuration(), runs.toString(), "first")) {
      Resumption.requireNone(List.of(), writer.directory());
      assertThatThrownBy(() -> Resumption.requireNone(List.of("a", "b"), writer.directory()))
          .isInstanceOf(ResumeException.class)
          .hasMessageContaining(runs.resolve("first").toString())
          .hasMessageContaining("%n  a%n  b%n".formatted());
    }
  }

  /** As run.json may say after an edit: in its own ranges, but not in those of training. */
  @Test
  void refusesToTrainWhatNoTrainingCanHaveBegun() {
    RunRecord.Options edited =
        new RunRecord.Options("lenet5", 2, 64, 10, "adam", 11, 0, "HE_UNIFORM", 1, 0.1, "dl4j");
    RunRecord run =
        new RunRecord(
            "first", BEGUN.state(), BEGUN.startedAt(), edited, BEGUN.data(), BEGUN.software());
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

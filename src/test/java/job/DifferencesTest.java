package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunRecord;
import io.RunWriter;
import io.SampleRuns;
import io.idx.IdxPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferencesTest {
  private static final RunRecord BEGUN = SampleRuns.run("first", 10);

  @TempDir Path runs;

  private static RunRecord.Options options(int epochs, int batchSize, String kernels) {
    return new RunRecord.Options(
        "lenet5", 2, batchSize, epochs, "adam", 1e-3, 0, "HE_UNIFORM", 1, 0.1, kernels);
  }

  private static List<String> differences(RunRecord.Options options) {
    return Differences.of(BEGUN, options, Optional.empty(), BEGUN.software()).options();
  }

  private static List<String> data(RunRecord.Data found) {
    return Differences.NONE.and(BEGUN.data(), found, new IdxPair("copy/i", "copy/l")).data();
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
            "--kernels: expected dl4j, found fast",
            "--epochs: expected 10 or more, for a run can only be made longer, found 9");
  }

  /** Spark and Java may be newer: they do no arithmetic. */
  @Test
  void comparesTheSoftwareThatShapesTheResult() {
    RunRecord.Software other =
        new RunRecord.Software("0.2.0", 2, "3.5.9", "1.0.0-M3", "21", "another CPU");
    assertThat(Differences.of(BEGUN, BEGUN.options(), Optional.empty(), other).software())
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
    assertThat(data(moved)).isEmpty();
    RunRecord.Data changed =
        new RunRecord.Data(
            "mnist", "mnist/i", "mnist/l", 59_999, 6_000, "a".repeat(64), "c".repeat(64));
    assertThat(data(changed))
        .containsExactly(
            "rows of copy/i: expected 60000, found 59999",
            "SHA-256 of the labels, copy/l: expected %s, found %s"
                .formatted("b".repeat(64), "c".repeat(64)));
  }

  @Test
  void refusesWithTheWholeListAndWhatToDoAboutEachKind() throws Exception {
    try (RunWriter writer = RunWriter.take(new Configuration(), runs.toString(), "first")) {
      Differences.NONE.requireNone(writer.directory());
      assertRefuses(
          new Differences(List.of("a", "b"), List.of(), List.of("c")),
          writer,
          "%n  a%n  b%n  c%nTo go on with it, leave these options out; restore the data's files, or name a whole copy of them (--data). Or begin another run, under another --run-id");
      assertRefuses(
          new Differences(List.of(), List.of("d"), List.of()),
          writer,
          "%n  d%nTo go on with it, use the software that began it, on a machine of the same kind. Or begin another run, under another --run-id");
    }
  }

  private void assertRefuses(Differences differences, RunWriter writer, String end) {
    assertThatThrownBy(() -> differences.requireNone(writer.directory()))
        .isInstanceOf(ResumeException.class)
        .hasMessageContaining(runs.resolve("first").toString())
        .hasMessageEndingWith(end.formatted());
  }
}

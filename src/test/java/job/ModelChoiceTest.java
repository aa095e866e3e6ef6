package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunWriter;
import io.SampleRuns;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelChoiceTest {
  @Test
  void isAPlaceAndPerhapsAPart() {
    assertThat(ModelChoice.of("runs/first")).isEqualTo(new ModelChoice("runs/first", ""));
    assertThat(ModelChoice.of("hdfs://h:1/runs/first@12"))
        .isEqualTo(new ModelChoice("hdfs://h:1/runs/first", "12"));
    assertThat(ModelChoice.of("u@h/runs/first")).isEqualTo(new ModelChoice("u@h/runs/first", ""));
    assertThat(ModelChoice.of("models/mnist@2026-11-21-0123abcd"))
        .isEqualTo(new ModelChoice("models/mnist", "2026-11-21-0123abcd"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/first", "first@2", "no run", "nosuch://host/runs/first", "/", ":"})
  void namesBothPossibilitiesWhereNeitherIs(String words) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith(
            "The model is not there: expected a run that train has made (--model RUNS/ID[@EPOCH]), or a model that retrain has made (--model MODELS/NAME[@VERSION]), found ")
        .hasMessageEndingWith(". Correct the path");
  }

  @Test
  void takesTheLastEpochThatIsKept(@TempDir Path runs) throws Exception {
    SmallRun.in(runs).withData().begin("--epochs", "2");
    String run = runs.resolve("run").toString();

    assertThat(read(run).title()).isEqualTo("lenet5, epoch 2 of run");
    assertThat(read(run + "@1").title()).isEqualTo("lenet5, epoch 1 of run");
    assertThatThrownBy(() -> read(run + "@3"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(
            "The model is not there: expected epoch 3 in file:%s, found 1, 2. Train on, or name another epoch (--model RUNS/ID@EPOCH)",
            run);
    assertThatThrownBy(() -> read(run + "@2026-11-21-0123abcd"))
        .hasMessageContaining("expected an epoch by its number, not '2026-11-21-0123abcd', in");
  }

  @Test
  void asksWhetherTheRunInTheUsualFolderWasMeant(@TempDir Path folder) throws Exception {
    try (RunWriter writer =
        RunWriter.take(new Configuration(), folder.resolve("runs").toString(), "first")) {
      writer.update(SampleRuns.run("first", 1));
    }

    assertThatThrownBy(() -> read(folder + "/first@2"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageEndingWith(". Correct the path; did you mean %s/runs/first?", folder);
  }

  private static ModelChoice.Read read(String words) throws Exception {
    return ModelChoice.of(words).read(new Configuration(), KernelChoice.AUTO);
  }
}

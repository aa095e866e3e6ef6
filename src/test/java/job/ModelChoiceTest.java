package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {
  @Test
  void isARunAndPerhapsAnEpoch() {
    assertThat(ModelChoice.of("runs/first")).isEqualTo(new ModelChoice("runs/first", 0));
    assertThat(ModelChoice.of("hdfs://h:1/runs/first@12"))
        .isEqualTo(new ModelChoice("hdfs://h:1/runs/first", 12));
    assertThat(ModelChoice.of("u@h/runs/first")).isEqualTo(new ModelChoice("u@h/runs/first", 0));
    assertThat(ModelChoice.of("runs/first@0")).isEqualTo(new ModelChoice("runs/first@0", 0));
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
  }

  private static ModelChoice.Read read(String words) throws Exception {
    return ModelChoice.of(words).read(new Configuration(), KernelChoice.AUTO);
  }
}

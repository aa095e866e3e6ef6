package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data, runs and table below a folder whose name shells, URIs or patterns make something of. */
class OddPathsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"Läufe 50 % #1", "50%20", "@home", "a+b=c", "日本"})
  void areTrainedInResumedAndScored(String name) throws Exception {
    SmallRun run = SmallRun.in(Files.createDirectory(folder.resolve(name))).withData();
    run.begin("--epochs", "1");
    run.train("--epochs", "2");
    assertThat(run.hashes()).hasSize(2);
    assertThat(run.evaluate()).isEqualTo(2);
    assertThat(run.evaluate()).as("scored again").isZero();
  }
}

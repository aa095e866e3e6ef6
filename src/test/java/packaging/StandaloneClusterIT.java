package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.StandaloneCluster;
import testing.Submit;

class StandaloneClusterIT {
  @TempDir Path folder;

  @Test
  void arraysComeBackFromTwoExecutorsWithOneNativeThreadEachWhichNameAnyFile() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 2, "1g")) {
      Submit.Result result =
          new Submit()
              .run(
                  "--master",
                  cluster.masterUrl(),
                  "--executor-memory",
                  "1g",
                  "--class",
                  ClusterProbe.class.getName(),
                  "--jars",
                  TestJar.of(folder, ClusterProbe.class).toString(),
                  "probe");

      assertThat(result.exitCode()).as(() -> result.stderr()).isZero();
      List<String> lines = result.stdout().lines().toList();
      assertThat(lines.stream().map(line -> line.replaceAll("process=\\d+ ", "")))
          .containsExactlyElementsOf(
              IntStream.range(0, 8)
                  .mapToObj(task -> "threads=1 names=UTF-8 sum=" + task * 64)
                  .toList());
      assertThat(
              lines.stream()
                  .map(line -> line.substring(0, line.indexOf(' ')))
                  .collect(Collectors.toSet()))
          .as("executor processes")
          .hasSize(2);
    }
  }

  @Test
  void closingLeavesNoProcessAndNoFolder() throws Exception {
    List<ProcessHandle> before = children();

    StandaloneCluster cluster = StandaloneCluster.start(2, 1, "512m");
    assertThat(children()).as("a master and two workers").hasSize(before.size() + 3);
    Path itsFolder = cluster.localFolder().getParent();
    assertThat(itsFolder).isNotEmptyDirectory();
    cluster.close();

    assertThat(children()).isEqualTo(before);
    assertThat(itsFolder).doesNotExist();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().sorted().toList();
  }
}

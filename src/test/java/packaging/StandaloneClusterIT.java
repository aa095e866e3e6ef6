package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.StandaloneCluster;
import testing.Submit;

class StandaloneClusterIT {
  @TempDir Path folder;

  @Test
  void arraysComeBackFromTwoExecutorsWithOneNativeThreadEach() throws Exception {
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
              IntStream.range(0, 8).mapToObj(task -> "threads=1 sum=" + task * 64).toList());
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
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> foldersBefore = clusterFolders(temporary);

    StandaloneCluster cluster = StandaloneCluster.start(2, 1, "512m");
    assertThat(children()).as("a master and two workers").hasSize(before.size() + 3);
    cluster.close();

    assertThat(children()).isEqualTo(before);
    assertThat(clusterFolders(temporary)).isEqualTo(foldersBefore);
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().sorted().toList();
  }

  private static List<Path> clusterFolders(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("cluster"))
          .sorted()
          .toList();
    }
  }
}

package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.EventLog;
import testing.StandaloneCluster;
import testing.Submit;

class StandaloneClusterIT {
  private static final Pattern LOADED =
      Pattern.compile("ND4J CPU %s, BLAS .*".formatted(System.getProperty("native.platform")));
  private static final String ONE_THREAD =
      "BLAS OPENBLAS with 1 thread(s), OpenMP 1 thread(s), oneDNN helpers on";

  @TempDir Path folder;

  /** Three native threads are asked for: the variable arrives, and does not count. */
  @Test
  void twoExecutorsOfOneNativeThreadNameAnyFileSendArraysAndTrainTheSameThoughTasksFail()
      throws Exception {
    StandaloneCluster cluster = StandaloneCluster.shared();
    int before = loaded(cluster).size();
    Path events = Files.createDirectory(folder.resolve("events"));

    Submit.Result result = new Submit().withFirstCompilerAlone().succeeds(probe(cluster, events));

    List<String> lines = result.stdout().lines().toList();
    assertArraysCameBack(lines.subList(0, 8));
    assertThat(loaded(cluster))
        .hasSize(before + 2)
        .allSatisfy(line -> assertThat(line).endsWith(ONE_THREAD));
    assertThat(lines.get(8)).matches("hashes=\\[[0-9a-f]{64}, [0-9a-f]{64}]");
    assertThat(lines.get(9)).as("with tasks that failed").isEqualTo(lines.get(8));
    assertThat(lines).hasSize(10);
    assertThat(new EventLog(events).tasksEnded("ExceptionFailure"))
        .isEqualTo(ClusterProbe.EPOCHS * FailsTwice.FAILURES);
  }

  private String[] probe(StandaloneCluster cluster, Path events) throws Exception {
    Path jar = TestJar.of(folder, ClusterProbe.class, FailsTwice.class);
    List<String> arguments = new ArrayList<>(EventLog.settings(events));
    arguments.addAll(List.of("--master", cluster.masterUrl(), "--total-executor-cores", "4"));
    arguments.addAll(List.of("--executor-memory", "1g"));
    arguments.addAll(List.of("--conf", "spark.executorEnv.OMP_NUM_THREADS=3"));
    arguments.addAll(List.of("--class", ClusterProbe.class.getName(), "--jars", jar.toString()));
    arguments.add("probe");
    return arguments.toArray(String[]::new);
  }

  private static void assertArraysCameBack(List<String> lines) {
    assertThat(lines.stream().map(line -> line.replaceAll("process=\\d+ ", "")))
        .containsExactlyElementsOf(
            IntStream.range(0, 8)
                .mapToObj(task -> "threads=3 names=UTF-8 sum=" + task * 64)
                .toList());
    assertThat(
            lines.stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toSet()))
        .as("executor processes")
        .hasSize(2);
  }

  /** What all executors so far have said of the native library. */
  private static List<String> loaded(StandaloneCluster cluster) throws Exception {
    return LOADED.matcher(cluster.logs()).results().map(found -> found.group()).toList();
  }

  @Test
  void closingLeavesNoProcessAndNoFolder() throws Exception {
    List<ProcessHandle> before = children();

    StandaloneCluster cluster = StandaloneCluster.start(2, 1, "512m");
    List<ProcessHandle> started = new ArrayList<>(children());
    started.removeAll(before);
    assertThat(started).as("a master and two workers").hasSize(3);
    Path itsFolder = cluster.localFolder().getParent();
    assertThat(itsFolder).isNotEmptyDirectory();
    cluster.close();

    assertThat(started).noneMatch(ProcessHandle::isAlive);
    assertThat(itsFolder).doesNotExist();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().toList();
  }
}

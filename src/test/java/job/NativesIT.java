package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.StandaloneCluster;
import testing.Submit;

/** What the JVMs that train say of ND4J's natives, and hold them to. */
class NativesIT {
  private static final Pattern LOADED =
      Pattern.compile("ND4J CPU %s, BLAS .*".formatted(System.getProperty("native.platform")));
  private static final String ONE_THREAD =
      "BLAS OPENBLAS with 1 thread(s), OpenMP 1 thread(s), oneDNN helpers on";

  @TempDir Path runs;

  @Test
  void oneNativeThreadAReplicaWhateverTheEnvironmentSaysAndTooManyReplicasAreToldOnce()
      throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    String asked = train("four", new Submit().withEnvironment("OMP_NUM_THREADS", "4"), "local[1]");
    String crowded = train("crowded", new Submit(), "local[%d]".formatted(cores + 1));

    assertThat(LOADED.matcher(asked).results()).hasSize(1);
    assertThat(asked).contains(ONE_THREAD).doesNotContain("fight for cores");
    assertThat(crowded)
        .containsOnlyOnce(
            "found %d task slots with 1 of OpenMP and 1 of BLAS each; run fewer tasks at once (--master local[%d]"
                .formatted(cores + 1, cores));
    assertThat(parameters("four")).isEqualTo(parameters("crowded"));
  }

  @Test
  void eachExecutorTellsOnceWhatItLoaded() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      train(
          "cluster",
          new Submit(),
          cluster.masterUrl(),
          "--executor-memory",
          "700m",
          "--conf",
          "spark.executorEnv.OMP_NUM_THREADS=3");

      assertThat(LOADED.matcher(cluster.logs()).results())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line.group()).endsWith(ONE_THREAD));
    }
  }

  private String train(String runId, Submit submit, String master, String... options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--master", master));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("train", "--data", "builtin:digits", "--runs", runs.toString()));
    arguments.addAll(List.of("--run-id", runId, "--replicas", "2", "--epochs", "1"));
    arguments.addAll(List.of("--kernels", "dl4j"));
    Submit.Result result = submit.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stderr();
  }

  private String parameters(String runId) throws Exception {
    return new ObjectMapper()
        .readTree(runs.resolve(runId).resolve("epochs/00001/epoch.json").toFile())
        .path("parametersSha256")
        .asText();
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import model.Architecture;
import model.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.StandaloneCluster;
import testing.Submit;

/** Where the fast kernels cannot run. */
class KernelsIT {
  @TempDir Path runs;

  @Test
  void dl4jsLayersTrainWhereThereIsNoVectorApiAndOneLineSaysSo() throws Exception {
    Submit.Result result =
        train(
            "fallback",
            "--master",
            "local[1]",
            "--conf",
            "spark.driver.defaultJavaOptions=" + optionsWithoutModule("driver"),
            "train");

    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(result.stderr())
        .containsOnlyOnce(
            "DL4J's own layers train, for the fast kernels cannot: this JVM has no module jdk.incubator.vector");
    assertThat(
            new ObjectMapper()
                .readTree(runs.resolve("fallback/run.json").toFile())
                .at("/options/kernels")
                .asText())
        .isEqualTo("dl4j");
  }

  /** The driver has the Vector API and chose; falling back there would change the result's bits. */
  @Test
  void anExecutorThatHasNoVectorApiEndsTheRunWithOneMessage() throws Exception {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 1, "1g")) {
      Submit.Result result =
          train(
              "bare",
              "--master",
              cluster.masterUrl(),
              "--executor-memory",
              "700m",
              "--conf",
              "spark.executor.defaultJavaOptions=" + optionsWithoutModule("executor"),
              "train");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stderr().lines())
          .last()
          .asString()
          .matches(
              "The fast kernels cannot run on \\S+: this JVM has no module jdk\\.incubator\\.vector: "
                  + "start it with --add-modules=jdk\\.incubator\\.vector\\. Or choose --kernels dl4j");
      assertThat(runs.resolve("bare")).doesNotExist();

      assertThat(failsWhenResumedOn(cluster.masterUrl())).isEqualTo("FAILED");
    }
  }

  /** The state of a run that was killed after its first epoch, and whose next start fails. */
  private String failsWhenResumedOn(String master) throws Exception {
    assertThat(train("killed", "--master", "local[1]", "train").exitCode()).isZero();
    Path json = runs.resolve("killed/run.json");
    String complete = Files.readString(json);
    assertThat(complete).contains("COMPLETE", "\"epochs\" : 1,");
    Files.writeString(
        json,
        complete.replace("COMPLETE", "RUNNING").replace("\"epochs\" : 1,", "\"epochs\" : 2,"));
    Submit.Result result =
        new Submit()
            .run(
                "--master",
                master,
                "--executor-memory",
                "700m",
                "--conf",
                "spark.executor.defaultJavaOptions=" + optionsWithoutModule("executor"),
                "train",
                "--runs",
                runs.toString(),
                "--run-id",
                "killed");
    assertThat(result.exitCode()).as(result.stderr()).isOne();
    return new ObjectMapper().readTree(json.toFile()).path("state").asText();
  }

  private static String optionsWithoutModule(String jvm) throws Exception {
    String key = "spark.%s.defaultJavaOptions ".formatted(jvm);
    return Files.readAllLines(Project.DIRECTORY.resolve("conf/spark-defaults.conf")).stream()
        .filter(line -> line.startsWith(key))
        .map(
            line -> line.substring(key.length()).replace("--add-modules=jdk.incubator.vector ", ""))
        .findFirst()
        .orElseThrow();
  }

  private Submit.Result train(String runId, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--data", "builtin:digits", "--runs", runs.toString()));
    arguments.addAll(List.of("--run-id", runId, "--replicas", "1", "--epochs", "1"));
    return new Submit().run(arguments.toArray(String[]::new));
  }
}

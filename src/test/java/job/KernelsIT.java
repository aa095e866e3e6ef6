package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import model.Architecture;
import model.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.StandaloneCluster;
import testing.Submit;

/** Where the fast kernels cannot run, and what DL4J's layers run on there. */
class KernelsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LOADED =
      Pattern.compile("ND4J CPU %s, BLAS .*".formatted(System.getProperty("native.platform")));
  private static final String ONE_THREAD =
      "BLAS OPENBLAS with 1 thread(s), OpenMP 1 thread(s), oneDNN helpers on";

  @TempDir Path runs;

  @Test
  void dl4jsLayersTrainWithoutVectorApiOnOneNativeThreadWhateverTheEnvironmentSays()
      throws Exception {
    String options = "spark.driver.defaultJavaOptions=" + optionsWithoutModule("driver");
    String fallback =
        trains(
            new Submit().withEnvironment("OMP_NUM_THREADS", "4"),
            "fallback",
            List.of("--master", "local[1]", "--conf", options, "train"));

    assertThat(fallback)
        .containsOnlyOnce(
            "DL4J's own layers train, for the fast kernels cannot: this JVM has no module jdk.incubator.vector")
        .contains(ONE_THREAD)
        .doesNotContain("fight for cores");
    assertThat(LOADED.matcher(fallback).results()).hasSize(1);
    assertThat(read("fallback/run.json").at("/options/kernels").asText()).isEqualTo("dl4j");

    int cores = Runtime.getRuntime().availableProcessors();
    String master = "local[%d]".formatted(cores + 1);
    String crowded =
        trains(new Submit(), "crowded", List.of("--master", master, "train", "--kernels", "dl4j"));

    assertThat(crowded)
        .containsOnlyOnce(
            "found %d task slots with 1 of OpenMP and 1 of BLAS each; run fewer tasks at once (--master local[%d]"
                .formatted(cores + 1, cores));
    assertThat(parameters("crowded")).isEqualTo(parameters("fallback"));
  }

  private String trains(Submit submit, String runId, List<String> options) throws Exception {
    Submit.Result result = train(submit, runId, options);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stderr();
  }

  private String parameters(String runId) throws Exception {
    return read(runId + "/epochs/00001/epoch.json").path("parametersSha256").asText();
  }

  private JsonNode read(String file) throws Exception {
    return JSON.readTree(runs.resolve(file).toFile());
  }

  /** The driver has the Vector API and chose; falling back there would change the result's bits. */
  @Test
  void anExecutorThatHasNoVectorApiEndsTheRunWithOneMessage() throws Exception {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
    List<String> bare =
        List.of(
            "--master",
            StandaloneCluster.shared().masterUrl(),
            "--total-executor-cores",
            "1",
            "--executor-memory",
            "700m",
            "--conf",
            "spark.executor.defaultJavaOptions=" + optionsWithoutModule("executor"),
            "train");

    Path json = runWhoseSecondEpochIsDue();
    assertRefused(run(new Submit(), bare, "--runs", runs.toString(), "--run-id", "run"));
    assertThat(JSON.readTree(json.toFile()).path("state").asText()).isEqualTo("FAILED");
  }

  private static void assertRefused(Submit.Result result) {
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(1);
    assertThat(result.stderr().lines())
        .as(result.stderr())
        .last()
        .asString()
        .matches(
            "The fast kernels cannot run on \\S+: this JVM has no module jdk\\.incubator\\.vector: "
                + "start it with --add-modules=jdk\\.incubator\\.vector\\. Or choose --kernels dl4j");
  }

  /** As if it had been killed after its first; returns its record. */
  private Path runWhoseSecondEpochIsDue() throws Exception {
    SmallRun.in(runs).withData().begin("--epochs", "1");
    Path json = runs.resolve("run/run.json");
    String complete = Files.readString(json);
    assertThat(complete).contains("COMPLETE", "\"epochs\" : 1,", "\"kernels\" : \"fast\"");
    return Files.writeString(
        json,
        complete.replace("COMPLETE", "RUNNING").replace("\"epochs\" : 1,", "\"epochs\" : 2,"));
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

  private Submit.Result train(Submit submit, String runId, List<String> options) throws Exception {
    return run(
        submit,
        options,
        "--data",
        "builtin:digits",
        "--runs",
        runs.toString(),
        "--run-id",
        runId,
        "--replicas",
        "2",
        "--epochs",
        "1");
  }

  private static Submit.Result run(Submit submit, List<String> options, String... more)
      throws Exception {
    return submit.run(Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new));
  }
}

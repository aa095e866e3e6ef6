package packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1CronJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import testing.Project;

/** What {@code deploy/} shows, held against the tools that will read it, where they are there. */
class DeployIT {
  private static final Path DEPLOY = Project.DIRECTORY.resolve("deploy");

  @TempDir Path folder;

  private record Result(int exitCode, String output) {}

  private Result run(Map<String, String> variables, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(() -> List.of(command) + " ends").isTrue();
    return new Result(process.exitValue(), Files.readString(output));
  }

  private boolean isThere(String tool) throws Exception {
    return run(Map.of(), "sh", "-c", "command -v " + tool).exitCode() == 0;
  }

  private Map<String, String> nightly(String models, String name) {
    return Map.of(
        "LENET_BUILD",
        "no",
        "LENET_DATA",
        folder.toString(),
        "LENET_RUNS",
        folder.toString(),
        "LENET_MODELS",
        models,
        "LENET_NAME",
        name,
        "LENET_TRIES",
        "2",
        "LENET_PAUSE",
        "0");
  }

  /** A place where no folder can be made is a failure, which may pass; wrong options do not. */
  @Test
  void theNightlyScriptTriesAgainWhatMayPassAndNothingElse() throws Exception {
    String script = DEPLOY.resolve("nightly.sh").toString();
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    Result failed = run(nightly(file + "/models", "mnist"), script, "2026-11-21");
    assertThat(failed.exitCode()).as(failed.output()).isOne();
    assertThat(failed.output())
        .containsOnlyOnce("nightly.sh: 2026-11-21 ended with 1, try 1 of 2; again in 0 s");
    Result wrong = run(nightly(folder + "/models", ".hidden"), script, "2026-11-21");
    assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(2);
    assertThat(wrong.output()).contains("wrong usage: --name").doesNotContain("again in");
    Result without = run(Map.of("LENET_DATA", ""), script);
    assertThat(without.output()).contains("LENET_DATA: the folder of the training set");
  }

  @Test
  void systemdTakesServiceAndTimer() throws Exception {
    assumeThat(isThere("systemd-analyze")).as("systemd-analyze").isTrue();
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    for (String unit : List.of("lenet-retrain.service", "lenet-retrain.timer")) {
      command.add(here(DEPLOY.resolve("systemd/" + unit)).toString());
    }
    Result verified = run(Map.of(), command.toArray(String[]::new));

    assertThat(verified.output()).doesNotContain("lenet-retrain");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
  }

  /** With this project's own place for the one that it names, and a user that is there. */
  private Path here(Path unit) throws IOException {
    String text =
        Files.readString(unit)
            .replace("/opt/lenet-spark", Project.DIRECTORY.toString())
            .replace("User=lenet", "User=root");
    return Files.writeString(folder.resolve(unit.getFileName()), text);
  }

  @Test
  void pythonTakesTheAirflowDag() throws Exception {
    assumeThat(isThere("python3")).as("python3").isTrue();
    Result compiled =
        run(
            Map.of("PYTHONPYCACHEPREFIX", folder.toString()),
            "python3",
            "-m",
            "py_compile",
            DEPLOY.resolve("airflow/lenet_retrain.py").toString());

    assertThat(compiled.exitCode()).as(compiled.output()).isZero();
  }

  /**
   * By the classes that Kubernetes makes of its schema: each field is known, and none is missing.
   */
  @Test
  void kubernetesTakesTheCronJob() throws Exception {
    V1CronJob.validateJsonElement(cronJob());

    JsonObject misspelt = cronJob().getAsJsonObject();
    JsonObject policy =
        misspelt
            .getAsJsonObject("spec")
            .getAsJsonObject("jobTemplate")
            .getAsJsonObject("spec")
            .getAsJsonObject("podFailurePolicy");
    policy.add("rule", policy.remove("rules"));
    assertThatThrownBy(() -> V1CronJob.validateJsonElement(misspelt))
        .hasMessageContaining("`rule` in the JSON string is not defined");
  }

  private static JsonElement cronJob() throws IOException {
    String text = Files.readString(DEPLOY.resolve("kubernetes/cronjob.yaml"));
    return new Gson().toJsonTree(new Yaml().<Object>load(text));
  }

  @Test
  void theOperatorGetsAllThatTheApplicationAsksOfSpark() throws Exception {
    String example = Files.readString(DEPLOY.resolve("kubernetes/scheduledsparkapplication.yaml"));
    List<String[]> settings =
        Files.readAllLines(Project.DIRECTORY.resolve("conf/spark-defaults.conf")).stream()
            .filter(line -> line.startsWith("spark.") && !line.startsWith("spark.yarn."))
            .map(line -> line.strip().split("\\s+", 2))
            .toList();
    assertThat(settings).hasSizeGreaterThan(10);
    for (String[] setting : settings) {
      assertThat(example).contains("      %s: \"%s\"\n".formatted(setting[0], setting[1]));
    }
  }

  @Test
  void noExampleOfKubernetesLetsNightsOverlap() throws Exception {
    try (Stream<Path> examples = Files.list(DEPLOY.resolve("kubernetes"))) {
      for (Path example : examples.toList()) {
        assertThat(Files.readAllLines(example))
            .as(example.toString())
            .contains("  concurrencyPolicy: Forbid");
      }
    }
  }
}

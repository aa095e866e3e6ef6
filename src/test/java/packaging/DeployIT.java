package packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.StatusRecord;
import io.kubernetes.client.openapi.models.V1CronJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;
import testing.Processes;
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
    Result without = run(Map.of("LENET_DATA", "", "LENET_MODELS", "", "LENET_RUNS", ""), script);
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.output()).contains("not set: LENET_DATA LENET_MODELS LENET_RUNS. See ");
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
   * As Airflow's provider tells of a spark-submit that failed: alone, on Kubernetes, with its log.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "10   | Cannot execute: spark-submit x. Error code is: 10.",
        "20   | Cannot execute: spark-submit x. Error code is: 0. Kubernetes spark exit code is: 20",
        "1    | Cannot execute: spark-submit x. Error code is: 1. Log: the last Error code is: 10.",
        "-9   | Cannot execute: spark-submit x. Error code is: -9.",
        "None | Cannot execute: spark-submit x. Error code is: 0. Kubernetes spark exit code is: None",
        "None | The connection spark_default is not defined"
      })
  void airflowFindsTheExitCode(String code, String message) throws Exception {
    assumeThat(isThere("python3")).as("python3").isTrue();
    String functionsOfTheDag =
        """
        import ast, re, sys
        functions = [part for part in ast.parse(open(sys.argv[1]).read()).body if isinstance(part, ast.FunctionDef)]
        names = {"re": re}
        exec(compile(ast.Module(functions, []), sys.argv[1], "exec"), names)
        print(names["exit_code"](sys.argv[2]))
        """;
    String dag = DEPLOY.resolve("airflow/lenet_retrain.py").toString();

    assertThat(run(Map.of(), "python3", "-c", functionsOfTheDag, dag, message).output())
        .isEqualToIgnoringNewLines(code);
  }

  /** {@code nightly.sh} beside a {@code submit.sh} of the test. */
  private Path nightlyWith(String submit) throws IOException {
    Path copy = folder.resolve("copy");
    executable(copy.resolve("scripts/submit.sh"), "#!/usr/bin/env bash\n" + submit);
    return executable(
        copy.resolve("deploy/nightly.sh"), Files.readString(DEPLOY.resolve("nightly.sh")));
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void theNightlyScriptTellsNobodyOfAFailureThatIsTriedAgain() throws Exception {
    Path told = folder.resolve("told");
    byte[] failed =
        new StatusRecord("mnist", "2026-11-21", "FAILED", 1, "a test", null, "2026-11-21T22:00:00Z")
            .toJson();
    Path status = Files.write(folder.resolve("status.json"), failed);
    Path script =
        nightlyWith(
            """
            while [[ $1 != --notify ]]; do shift; done
            sh -c "$2" < %s
            exit 1
            """
                .formatted(status));
    Map<String, String> variables = new HashMap<>(nightly("models", "mnist"));
    variables.put("LENET_NOTIFY", "cat >> " + told);

    assertThat(run(variables, script.toString(), "2026-11-21").exitCode()).isOne();
    assertThat(told).hasBinaryContent(failed);
  }

  @ParameterizedTest
  @CsvSource({"137, 2", "139, 1"})
  void theNightlyScriptTellsOfANightThatDiedWithoutAWord(int code, int tries) throws Exception {
    Path told = folder.resolve("told");
    Path begun = folder.resolve("begun");
    Path script = nightlyWith("echo >> %s\nexit %d\n".formatted(begun, code));
    Map<String, String> variables = new HashMap<>(nightly("models", "mnist"));
    variables.put("LENET_NOTIFY", "cat >> " + told);

    assertThat(run(variables, script.toString(), "2026-11-21").exitCode()).isEqualTo(code);
    assertThat(begun).content().hasLineCount(tries);
    JsonNode status = new ObjectMapper().readTree(told.toFile());
    assertThat(status.path("state").asText()).isEqualTo("FAILED");
    assertThat(status.path("exitCode").asInt()).isEqualTo(code);
    assertThat(status.path("date").asText()).isEqualTo("2026-11-21");
  }

  @Test
  void theNightlyScriptEndsItsNightWhenItIsToldTo() throws Exception {
    Path begun = folder.resolve("begun");
    Path script =
        nightlyWith(
            "trap 'exit 143' TERM\necho $$ >> " + begun + "\nwhile true; do sleep 0.1; done");
    ProcessBuilder builder = new ProcessBuilder(script.toString(), "2026-11-21");
    builder.environment().putAll(nightly("models", "mnist"));
    Process process = builder.redirectErrorStream(true).start();
    try {
      while (!Files.exists(begun)) {
        assertThat(process.isAlive()).isTrue();
        Thread.sleep(20);
      }
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.kill(process.toHandle());
    }
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(begun).content().hasLineCount(1);
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

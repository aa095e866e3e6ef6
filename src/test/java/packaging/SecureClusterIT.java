package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.Project;
import testing.StandaloneCluster;
import testing.Submit;

/** A cluster with the lines of {@code conf/spark-secure.conf} and a secret. */
class SecureClusterIT {
  private static final Submit SUBMIT = new Submit();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CANARY = "an-account-key-of-an-object-store";

  /** How long Spark asks a master that does not answer, and what it takes to start and end. */
  private static final long REFUSED_WITHIN_SECONDS = 60 + 60;

  @TempDir Path files;
  @TempDir Path seen;

  /** One test: those who are refused are so after a minute, in which the others work. */
  @Test
  void trainsTheSameModelWithoutTellingItsSecretsAndRefusesWhoHasThemNot() throws Exception {
    String secret = secret();
    Path properties = properties("secure.conf", secret);
    List<Process> refused = new ArrayList<>();
    try (StandaloneCluster cluster = StandaloneCluster.startWith(properties, 2, 1, "1g")) {
      refused.add(start("wrong", withProperties(properties("wrong.conf", secret()), cluster)));
      refused.add(start("none", List.of("--master", cluster.masterUrl())));
      succeeds(start("plain", List.of("--master", "local[2]")), "plain");

      ClusterWatch watch = new ClusterWatch(cluster.localFolder());
      Process training = start("secure", onDiskWithEvents(withProperties(properties, cluster)));
      watch.until(training);
      succeeds(training, "secure");
      evaluates(withProperties(properties, cluster));

      assertThat(parameters("secure")).isEqualTo(parameters("plain"));
      assertThat(watch.commandLines())
          .anyMatch(line -> line.contains("CoarseGrainedExecutorBackend"))
          .anyMatch(line -> line.contains("deploy.worker.Worker"))
          .anyMatch(line -> line.contains("deploy.SparkSubmit"))
          .noneMatch(line -> line.contains(secret));
      assertThat(watch.blocks().keySet()).isNotEmpty();
      watch.blocks().values().forEach(SecureClusterIT::assertEncrypted);
      assertThat(cluster.logs()).doesNotContain(secret, CANARY);
      assertSettingsArrived();
      assertRefused(refused.get(0), "wrong", "its secret or its spark.network.crypto settings are");
      assertRefused(refused.get(1), "none", "it seems to ask for a secret");
      assertNothingTells(secret);
    } finally {
      refused.forEach(process -> Processes.end(process.toHandle()));
    }
  }

  private static String secret() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  /** As the comment in the file says, and a key of an object store. */
  private Path properties(String name, String secret) throws IOException {
    Path file =
        Files.createFile(
            files.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        """
        %s
        spark.authenticate.secret %s
        spark.hadoop.fs.azure.account.key.mine %s
        """
            .formatted(
                Files.readString(Project.DIRECTORY.resolve("conf/spark-secure.conf")),
                secret,
                CANARY));
  }

  private static List<String> withProperties(Path properties, StandaloneCluster cluster) {
    return List.of(
        "--properties-file",
        properties.toString(),
        "--master",
        cluster.masterUrl(),
        "--total-executor-cores",
        "2",
        "--executor-memory",
        "512m");
  }

  /** Spark may use 2 MB of this heap; each of the two shards has 2.3. */
  private List<String> onDiskWithEvents(List<String> options) throws IOException {
    List<String> more = new ArrayList<>(options);
    String events = Files.createDirectory(seen.resolve("events")).toUri().toString();
    for (String setting :
        List.of(
            "spark.memory.fraction=0.01",
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + events)) {
      more.addAll(List.of("--conf", setting));
    }
    return more;
  }

  private Process start(String runId, List<String> options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("train", "--data", "builtin:digits", "--runs", seen.toString()));
    arguments.addAll(List.of("--run-id", runId, "--replicas", "2", "--epochs", "1"));
    return SUBMIT
        .builder(arguments.toArray(String[]::new))
        .redirectErrorStream(true)
        .redirectOutput(log(runId).toFile())
        .start();
  }

  private Path log(String runId) {
    return seen.resolve(runId + ".log");
  }

  private void succeeds(Process training, String runId) throws Exception {
    assertThat(training.waitFor(3, TimeUnit.MINUTES)).as(runId + " has ended").isTrue();
    assertThat(training.exitValue()).as(Files.readString(log(runId))).isZero();
  }

  private void evaluates(List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("evaluate", "--run", seen.resolve("secure").toString()));
    arguments.addAll(List.of("--data", "builtin:digits"));
    Submit.Result result = SUBMIT.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(() -> result.stdout() + result.stderr()).isZero();
    assertThat(result.stdout()).contains("1 epoch scored now, written to ");
  }

  private String parameters(String runId) throws IOException {
    Path epoch = seen.resolve(runId).resolve("epochs/00001/epoch.json");
    return JSON.readTree(epoch.toFile()).path("parametersSha256").asText();
  }

  /** The rows of a digit's margin are zeros: plain blocks are full of these. */
  private static void assertEncrypted(byte[] block) {
    int longest = 0;
    int zeros = 0;
    for (byte value : block) {
      zeros = value == 0 ? zeros + 1 : 0;
      longest = Math.max(longest, zeros);
    }
    assertThat(longest).as("zeros in a row, of %d bytes", block.length).isLessThan(28);
  }

  private void assertSettingsArrived() throws IOException {
    JsonNode settings = null;
    try (Stream<Path> logs = Files.list(seen.resolve("events"))) {
      for (String line : Files.readAllLines(logs.toList().get(0))) {
        JsonNode event = JSON.readTree(line);
        if (event.path("Event").asText().equals("SparkListenerEnvironmentUpdate")) {
          settings = event.path("Spark Properties");
        }
      }
    }
    assertThat(settings).isNotNull();
    assertThat(settings.path("spark.authenticate").asText()).isEqualTo("true");
    assertThat(settings.path("spark.network.crypto.enabled").asText()).isEqualTo("true");
    assertThat(settings.path("spark.io.encryption.enabled").asText()).isEqualTo("true");
    assertThat(settings.path("spark.authenticate.secret").asText()).endsWith("(redacted)");
  }

  private void assertRefused(Process process, String runId, String why) throws Exception {
    assertThat(process.waitFor(REFUSED_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(log(runId)))
        .contains("did not take this application within 60 seconds: something listens there, but ")
        .contains(why, "--properties-file (docs/security.md)")
        .doesNotContain("LiveListenerBus", "\tat ");
    assertThat(seen.resolve(runId)).doesNotExist();
  }

  /** Neither the runs, nor the event log, nor what was printed. */
  private void assertNothingTells(String secret) throws IOException {
    try (Stream<Path> all = Files.walk(seen)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret, CANARY);
      }
    }
  }
}

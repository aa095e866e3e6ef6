package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import job.InThisJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.Project;
import testing.StandaloneCluster;
import testing.Submit;

/**
 * A cluster with the lines of {@code conf/spark-secure.conf} and a secret, and shards that
 * executors have not the memory for.
 */
class AuthenticatedClusterIT {
  private static final Submit SUBMIT = new Submit().withFirstCompilerAlone();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CANARY = "an-account-key-of-an-object-store";
  private static final String OTHER_SETTINGS =
      "its secret or its spark.network.crypto settings are not this application's";

  /** Of the drawn digits. */
  private static final long ROWS = 6_000;

  /** How long Spark asks a master that does not answer, and what it takes to start and end. */
  private static final long REFUSED_WITHIN_SECONDS = 60 + 60;

  @TempDir Path files;
  @TempDir Path seen;

  private StandaloneCluster cluster;

  /** One test: those who are refused are so after a minute, in which the others work. */
  @Test
  void trainsTheSameModelWithoutTellingItsSecretsAndRefusesWhoHasThemNot() throws Exception {
    String secret = secret();
    Path properties = properties("secure.conf", secret);
    List<Process> refused = new ArrayList<>();
    try (StandaloneCluster started = StandaloneCluster.startWith(properties, 2, 1, "1g")) {
      cluster = started;
      refused.add(start("wrong", with(properties("wrong.conf", secret()), 2)));
      refused.add(start("none", List.of("--master", cluster.masterUrl())));
      refused.add(start("open", with(withoutEncryption(secret), 2)));

      trainsTheSameFromMemoryAndFromDisk(properties, secret);
      evaluates(with(properties, 1));
      readsAShardThatIsLargerThanItsExecutorsHeap(with(properties, 1));

      assertRefused(refused.get(0), "wrong", OTHER_SETTINGS);
      assertRefused(refused.get(1), "none", "it seems to ask for a secret");
      assertRefused(refused.get(2), "open", OTHER_SETTINGS);
      assertThat(cluster.logs()).doesNotContain(secret, CANARY);
      assertNothingTells(secret);
    } finally {
      refused.forEach(process -> Processes.end(process.toHandle()));
    }
  }

  private void trainsTheSameFromMemoryAndFromDisk(Path properties, String secret) throws Exception {
    InThisJvm.train(training("memory").toArray(String[]::new));
    List<String> here = List.of("--master", "local[2]", "--driver-memory", "512m");
    succeeds(start("disk", onDisk("disk", here)), "disk");
    ClusterWatch watch = new ClusterWatch(cluster.localFolder());
    Process training = start("secure", onDisk("secure", with(properties, 2)));
    watch.until(training);
    succeeds(training, "secure");

    for (String runId : List.of("disk", "secure")) {
      assertThat(bytesOnDisk(runId)).as(runId).isBetween(ROWS * 785, ROWS * 786);
      assertThat(parameters(runId)).as(runId).isEqualTo(parameters("memory"));
    }
    assertThat(watch.commandLines())
        .anyMatch(line -> line.contains("CoarseGrainedExecutorBackend"))
        .anyMatch(line -> line.contains("deploy.worker.Worker"))
        .anyMatch(line -> line.contains("deploy.SparkSubmit"))
        .noneMatch(line -> line.contains(secret));
    assertThat(watch.blockBytes()).as("of shards, seen on disk").isGreaterThan(1_000_000);
    // The margin of a digit: plain blocks are full of these.
    assertThat(watch.mostZeros()).as("zeros in a row").isLessThan(28);
    assertSettingsArrived();
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

  /** Of one who knows the secret and does not encrypt what it sends. */
  private Path withoutEncryption(String secret) throws IOException {
    return Files.writeString(
        properties("open.conf", secret),
        "spark.network.crypto.enabled false\n",
        StandardOpenOption.APPEND);
  }

  private List<String> with(Path properties, int executors) {
    return List.of(
        "--properties-file",
        properties.toString(),
        "--master",
        cluster.masterUrl(),
        "--total-executor-cores",
        Integer.toString(executors),
        "--executor-memory",
        "512m");
  }

  /** Spark may use 2 MB of a heap of 512 MB; each of the two shards has 2.3. */
  private List<String> onDisk(String runId, List<String> options) throws IOException {
    List<String> more = new ArrayList<>(options);
    for (String setting :
        List.of(
            "spark.memory.fraction=0.01",
            "spark.eventLog.enabled=true",
            "spark.eventLog.logBlockUpdates.enabled=true",
            "spark.eventLog.dir=" + Files.createDirectories(eventLog(runId)).toUri())) {
      more.addAll(List.of("--conf", setting));
    }
    return more;
  }

  private Path eventLog(String runId) {
    return seen.resolve("events").resolve(runId);
  }

  private Process start(String runId, List<String> options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("train");
    arguments.addAll(training(runId));
    return SUBMIT
        .builder(arguments.toArray(String[]::new))
        .redirectErrorStream(true)
        .redirectOutput(log(runId).toFile())
        .start();
  }

  private List<String> training(String runId) {
    List<String> options = new ArrayList<>(List.of("--data", "builtin:digits"));
    options.addAll(List.of("--runs", seen.toString(), "--run-id", runId));
    options.addAll(List.of("--kernels", "dl4j", "--replicas", "2", "--epochs", "1"));
    return options;
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

  /** 700,000 rows are 550 MB, the executor's whole heap is 512 MB. */
  private void readsAShardThatIsLargerThanItsExecutorsHeap(List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("--class", ShardProbe.class.getName()));
    arguments.addAll(List.of("--jars", TestJar.of(files, ShardProbe.class).toString()));
    arguments.add("700000");
    Submit.Result result = new Submit().succeeds(arguments.toArray(String[]::new));
    assertThat(result.stdout()).matches("rows=700000 disk=5\\d{8}\n");
  }

  private String parameters(String runId) throws IOException {
    Path epoch = seen.resolve(runId).resolve("epochs/00001/epoch.json");
    return JSON.readTree(epoch.toFile()).path("parametersSha256").asText();
  }

  private List<JsonNode> events(String runId) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    try (Stream<Path> logs = Files.list(eventLog(runId))) {
      for (String line : Files.readAllLines(logs.toList().get(0))) {
        events.add(JSON.readTree(line));
      }
    }
    return events;
  }

  /** Of all shards, by Spark's event log, which tells of a block when it is put away. */
  private long bytesOnDisk(String runId) throws IOException {
    return events(runId).stream()
        .map(event -> event.path("Block Updated Info"))
        .filter(block -> block.path("Block ID").asText().startsWith("rdd_"))
        .mapToLong(block -> block.path("Disk Size").asLong())
        .sum();
  }

  private void assertSettingsArrived() throws IOException {
    JsonNode settings =
        events("secure").stream()
            .filter(event -> event.path("Event").asText().equals("SparkListenerEnvironmentUpdate"))
            .findFirst()
            .orElseThrow()
            .path("Spark Properties");
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

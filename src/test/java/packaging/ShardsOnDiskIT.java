package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.StandaloneCluster;
import testing.Submit;

/** Shards that executors have not the memory for. */
class ShardsOnDiskIT {
  private static final Submit SUBMIT = new Submit();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static StandaloneCluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(1, 1, "512m");
  }

  @AfterAll
  static void closeCluster() throws Exception {
    cluster.close();
  }

  /** 700,000 rows are 550 MB, the executor's whole heap is 512 MB. */
  @Test
  void readsAShardThatIsLargerThanItsExecutorsHeap() throws Exception {
    Submit.Result result =
        succeeds(
            "--master",
            cluster.masterUrl(),
            "--executor-memory",
            "512m",
            "--class",
            ShardProbe.class.getName(),
            "--jars",
            TestJar.of(folder, ShardProbe.class).toString(),
            "700000");

    assertThat(result.stdout()).matches("rows=700000 disk=5\\d{8}\n");
  }

  /** Spark may use 4 MB of this heap; each of the two shards has 6.3. */
  @Test
  void trainsTheSameModelFromDiskAsFromMemory() throws Exception {
    String data = folder.resolve("digits").toString();
    Path events = Files.createDirectory(folder.resolve("events"));
    succeeds("draw-digits", "--rows", "16000", "--to", data);

    train("local[2]", data, "memory");
    train(
        cluster.masterUrl(),
        data,
        "disk",
        "--executor-memory",
        "512m",
        "--conf",
        "spark.memory.fraction=0.02",
        "--conf",
        "spark.eventLog.enabled=true",
        "--conf",
        "spark.eventLog.dir=" + events.toUri(),
        "--conf",
        "spark.eventLog.logBlockUpdates.enabled=true");

    assertThat(bytesOnDisk(events)).isBetween(16_000 * 785L, 16_000 * 786L);
    assertThat(epoch("disk").path("examples").asInt()).isEqualTo(16_000);
    assertThat(epoch("disk").path("parametersSha256"))
        .isEqualTo(epoch("memory").path("parametersSha256"));
  }

  private void train(String master, String data, String runId, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--master", master));
    arguments.addAll(List.of(options));
    arguments.addAll(
        List.of(
            "train",
            "--data",
            data,
            "--runs",
            folder.toString(),
            "--run-id",
            runId,
            "--replicas",
            "2",
            "--epochs",
            "1"));
    succeeds(arguments.toArray(String[]::new));
  }

  private static Submit.Result succeeds(String... arguments) throws Exception {
    Submit.Result result = SUBMIT.run(arguments);
    assertThat(result.exitCode()).as(() -> result.stdout() + result.stderr()).isZero();
    return result;
  }

  private JsonNode epoch(String runId) throws IOException {
    return JSON.readTree(folder.resolve(runId).resolve("epochs/00001/epoch.json").toFile());
  }

  /** Of all shards, by Spark's event log, which tells of a block when it is put away. */
  private static long bytesOnDisk(Path events) throws IOException {
    long bytes = 0;
    try (Stream<Path> logs = Files.list(events)) {
      for (String line : Files.readAllLines(logs.toList().get(0))) {
        JsonNode block = JSON.readTree(line).path("Block Updated Info");
        if (block.path("Block ID").asText().startsWith("rdd_")) {
          bytes += block.path("Disk Size").asLong();
        }
      }
    }
    return bytes;
  }
}

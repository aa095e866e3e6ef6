package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/**
 * The web pages of one application while it runs, as programs read them: Spark's REST interface.
 *
 * @param port free when it was chosen
 */
public record SparkUi(int port) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For an application that is started with {@link #settings}. */
  public static SparkUi onFreePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new SparkUi(socket.getLocalPort());
    }
  }

  /** What {@code spark-submit} is to be given; the pages then tell of each task at once. */
  public List<String> settings() {
    return List.of("--conf", "spark.ui.port=" + port, "--conf", "spark.ui.liveUpdate.period=0ms");
  }

  /** How many tasks an executor has at this moment; 0 too if it is not known yet. */
  public int activeTasks(String executorId) throws IOException {
    for (JsonNode executor : application("executors")) {
      if (executor.path("id").asText().equals(executorId)) {
        return executor.path("activeTasks").asInt();
      }
    }
    return 0;
  }

  /** Of {@code /api/v1/applications/ID/}, such as {@code storage/rdd}. */
  public JsonNode application(String path) throws IOException {
    String applications = "/api/v1/applications/";
    String id = page(applications).path(0).path("id").asText();
    return page(applications + id + "/" + path);
  }

  /** Any page that is JSON. */
  public JsonNode page(String path) throws IOException {
    return JSON.readTree(URI.create("http://127.0.0.1:" + port + path).toURL());
  }
}

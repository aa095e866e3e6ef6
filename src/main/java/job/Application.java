package job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark, and says in words when a standalone cluster does not take the application. */
final class Application {
  private static final String STANDALONE = "spark://";

  /** Spark's own stand-in for the id that a standalone master gives to an application. */
  private static final String NOT_REGISTERED = "spark-application-";

  /** Spark asks a standalone master three times and waits 20 seconds each. */
  private static final Duration GIVES_UP = Duration.ofSeconds(60);

  private static final Duration CONNECTION = Duration.ofSeconds(2);

  private Application() {}

  /**
   * The session of this JVM's application, whose settings spark-submit left in its properties.
   *
   * @throws ClusterException if a standalone master cannot be asked, for the secret is missing, or
   *     did not answer within a minute
   * @throws IOException if Spark can use none of its local folders
   */
  static SparkSession start() throws IOException {
    SparkConf settings = new SparkConf();
    requireSecret(settings);
    String master = settings.get("spark.master", "");
    long start = System.nanoTime();
    try {
      LocalFolders.requireSpace();
      SparkSession session = SparkSession.builder().getOrCreate();
      LocalFolders.closeToOthers();
      if (!master.startsWith(STANDALONE)
          || !session.sparkContext().applicationId().startsWith(NOT_REGISTERED)) {
        return session;
      }
    } catch (RuntimeException e) {
      // Spark gives up in a thread of its own; what fails here in the meantime says nothing of it.
      if (!master.startsWith(STANDALONE) || System.nanoTime() - start < GIVES_UP.toNanos()) {
        throw e;
      }
      throw new ClusterException(notTaken(settings), e);
    }
    throw new ClusterException(notTaken(settings));
  }

  /** Spark would say the same, but not what to do. Other masters make a secret themselves. */
  static void requireSecret(SparkConf settings) {
    if (settings.get("spark.master", "").startsWith(STANDALONE)
        && authenticates(settings)
        && !settings.contains("spark.authenticate.secret")) {
      throw new ClusterException(
          "spark.authenticate is on, but no secret is there: expected spark.authenticate.secret in the file that --properties-file names, found none. Add the cluster's own (docs/security.md); with --deploy-mode cluster Spark hands a standalone cluster's drivers no secret: leave that option out");
    }
  }

  /** Why a standalone master did not take the application, as far as it can be seen from here. */
  static String notTaken(SparkConf settings) {
    String master = settings.get("spark.master");
    String problem =
        "The cluster at %s did not take this application within %d seconds: "
            .formatted(master, GIVES_UP.toSeconds());
    if (!anyListens(master)) {
      return problem
          + "expected a master there, found none that listens. Start it, or correct --master";
    }
    return problem
        + (authenticates(settings)
            ? "something listens there, but its secret or its spark.network.crypto settings are not this application's"
            : "something listens there, but it seems to ask for a secret: spark.authenticate is off in this application")
        + ". Give the cluster's own file by --properties-file (docs/security.md), or correct --master";
  }

  private static boolean authenticates(SparkConf settings) {
    return settings.getBoolean("spark.authenticate", false);
  }

  private static boolean anyListens(String master) {
    return List.of(master.substring(STANDALONE.length()).split(",")).stream()
        .anyMatch(Application::listens);
  }

  private static boolean listens(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(hostAndPort.substring(colon + 1));
      String host = hostAndPort.substring(0, Math.max(colon, 0));
      socket.connect(new InetSocketAddress(host, port), (int) CONNECTION.toMillis());
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}

package job;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.SparkSession;

/**
 * Ends work on a cluster on which no executor is left, or none ever came: Spark by itself waits for
 * one without end. In local mode there is nothing to watch.
 */
final class ExecutorWatch {
  /** How long a job may be without any executor, as Spark writes times. */
  static final String TIMEOUT = "spark.lenet.executorTimeout";

  private static final String DEFAULT_TIMEOUT = "300s";
  private static final long PAUSE_MILLIS = 500;

  private final SparkContext spark;
  private final Duration timeout;
  private boolean seen;
  private volatile Optional<String> end = Optional.empty();

  private ExecutorWatch(SparkContext spark) {
    this.spark = spark;
    this.timeout = Duration.ofSeconds(spark.conf().getTimeAsSeconds(TIMEOUT, DEFAULT_TIMEOUT));
  }

  /**
   * Does some work of Spark's.
   *
   * @throws ClusterException if it was ended because a job of its had no executor for the time that
   *     {@value #TIMEOUT} says, or because the cluster ended the application
   */
  static <T> T during(SparkSession session, Callable<T> work) throws Exception {
    if (session.sparkContext().isLocal()) {
      return work.call();
    }
    ExecutorWatch watch = new ExecutorWatch(session.sparkContext());
    Thread thread = new Thread(watch::untilInterrupted, "executor-watch");
    thread.setDaemon(true);
    thread.start();
    try {
      return work.call();
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      throw watch.explained(failure);
    } finally {
      thread.interrupt();
    }
  }

  private Exception explained(Exception failure) {
    if (end.isPresent()) {
      return new ClusterException(end.get(), failure);
    }
    if (spark.isStopped()) {
      return new ClusterException(
          "The cluster at %s ended this application: expected it to run until its work is done, found it stopped. It was killed there, all masters are gone, or its executors ended ten times in a row: see the messages above and the logs of the master and the workers. What is kept stays; the same command goes on with it (train: with this run's --run-id)"
              .formatted(spark.master()),
          failure);
    }
    return failure;
  }

  private void untilInterrupted() {
    OptionalLong since = OptionalLong.empty();
    try {
      while (end.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        if (!lacksExecutors()) {
          since = OptionalLong.empty();
        } else if (since.isEmpty()) {
          since = OptionalLong.of(System.nanoTime());
        } else if (System.nanoTime() - since.getAsLong() > timeout.toNanos()) {
          endJobs();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean lacksExecutors() {
    SparkStatusTracker status = spark.statusTracker();
    // Beside the driver, which counts as one.
    boolean some = status.getExecutorInfos().length > 1;
    seen |= some;
    return !some && status.getActiveJobIds().length > 0;
  }

  private void endJobs() {
    end = Optional.of(message());
    spark.cancelAllJobs();
  }

  private String message() {
    return "%s for %d s (%s): expected at least one of %s, found none. %s. What is kept stays; the same command goes on with it (train: with this run's --run-id)"
        .formatted(
            seen ? "No executor was left" : "No executor came",
            timeout.toSeconds(),
            TIMEOUT,
            spark.master(),
            seen
                ? "See the logs of its workers and executors"
                : "Has it a worker with as many free cores and as much memory as this application asks for (--executor-cores, --executor-memory)?");
  }
}

package job;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The cores that an application has, on all of its executors. */
final class Cores {
  private static final long QUIET_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 15_000;

  private Cores() {}

  /**
   * As Spark counts them ({@code spark.default.parallelism} if that is set), when a second has
   * passed in which no executor came; of those that come later it knows nothing.
   */
  static int of(SparkSession session) throws InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    if (!spark.isLocal()) {
      spark.setJobDescription("wait for executors");
      spark.parallelize(List.of(0), 1).count();
      awaitQuiet(spark);
    }
    return spark.defaultParallelism();
  }

  private static void awaitQuiet(JavaSparkContext spark) throws InterruptedException {
    int executors = -1;
    for (long waited = 0; waited < LONGEST_MILLIS; waited += QUIET_MILLIS) {
      int now = spark.sc().statusTracker().getExecutorInfos().length;
      if (now == executors) {
        return;
      }
      executors = now;
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
    }
  }
}

package job;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The cores that an application has, on all of its executors. */
final class Cores {
  private Cores() {}

  /** Waits for the first executor; those that come later are not counted. */
  static int of(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    spark.setJobDescription("wait for executors");
    spark.parallelize(List.of(0), 1).count();
    return spark.defaultParallelism();
  }
}

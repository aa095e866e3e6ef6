package testing;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: {@code local[2,4]}, no user interface, quiet. */
public final class SparkSessions {
  private SparkSessions() {}

  /** The session, made by the first test that asks and ended with the JVM. */
  public static SparkSession shared() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION = create();

    private static SparkSession create() {
      return SparkSession.builder()
          // Two cores; a task may fail three times.
          .master("local[2,4]")
          .appName("tests")
          .config("spark.ui.enabled", false)
          .config("spark.driver.host", "localhost")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", 2)
          .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
          .config("spark.kryo.registrator", "job.KryoRegistrator")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .getOrCreate();
    }
  }
}

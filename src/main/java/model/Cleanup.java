package model;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.ShutdownHookManager;

/**
 * Frees what executors hold, as long as there is anything to free: of an application that is ending
 * Spark frees all by itself, and answers who asks for it with stack traces of threads that are
 * gone.
 */
public final class Cleanup {
  private Cleanup() {}

  static void destroy(Broadcast<?> broadcast, SparkContext spark) {
    if (!isEnding(spark)) {
      broadcast.destroy();
    }
  }

  /** Does not wait for executors that do not answer. */
  public static void unpersist(JavaRDD<?> rdd) {
    if (!isEnding(rdd.context())) {
      rdd.unpersist(false);
    }
  }

  private static boolean isEnding(SparkContext spark) {
    return spark.isStopped() || ShutdownHookManager.inShutdown();
  }
}

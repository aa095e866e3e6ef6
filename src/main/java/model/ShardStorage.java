package model;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Where executors keep their shards. A shard lies in one piece in one executor, so it fits into
 * what Spark may use of that executor's heap or it does not.
 */
final class ShardStorage {
  /** What Spark counts, at most: 785, and a quarter for the headers of a block. */
  private static final int BYTES_PER_ROW = 800;

  private ShardStorage() {}

  /**
   * Memory, and disk for what finds no room after all; disk alone if it is clear by now that not
   * all shards have room. For Spark takes a block that it reads from disk into memory as far as
   * there is room, in every epoch, only to drop it again: that costs more than reading it.
   */
  static StorageLevel of(SparkContext spark, Deal deal) {
    long shard = deal.shardRows(0) * BYTES_PER_ROW;
    return room(spark, shard) < deal.shards()
        ? StorageLevel.DISK_ONLY()
        : StorageLevel.MEMORY_AND_DISK();
  }

  /** How many pieces of that many bytes the executors that are there have room for. */
  private static long room(SparkContext spark, long bytes) {
    String driver = SparkEnv.get().blockManager().blockManagerId().hostPort();
    return JavaConverters.mapAsJavaMap(spark.getExecutorMemoryStatus()).entrySet().stream()
        .filter(executor -> spark.isLocal() || !executor.getKey().equals(driver))
        .map(executor -> (Tuple2<?, ?>) executor.getValue())
        .mapToLong(mostAndLeft -> (Long) mostAndLeft._1() / bytes)
        .sum();
  }
}

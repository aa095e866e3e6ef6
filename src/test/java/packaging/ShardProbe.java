package packaging;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import model.Deal;
import model.LabelledImage;
import model.Shards;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A job that reads one epoch of one shard on an executor, training nothing, and prints {@code
 * rows=ROWS disk=BYTES}: what it read, and what Spark keeps of it on disk.
 */
public final class ShardProbe {
  private ShardProbe() {}

  /** The one argument is how many rows the shard has. */
  public static void main(String[] arguments) throws InterruptedException {
    int rows = Integer.parseInt(arguments[0]);
    try (SparkSession session = SparkSession.builder().getOrCreate()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      int tasks = 20;
      List<Integer> starts = LongStream.range(0, tasks).mapToObj(i -> (int) i).toList();
      try (Shards shards =
          Shards.of(
              spark.parallelize(starts, tasks).flatMap(task -> images(task, tasks, rows)),
              new Deal(rows, 0, 1, 1))) {
        shards.load();
        int read =
            shards
                .minibatches(1, 64)
                .map(minibatch -> minibatch.numExamples())
                .reduce(Integer::sum);
        System.out.printf("rows=%d disk=%d%n", read, disk(spark));
      }
    }
  }

  private static Iterator<LabelledImage> images(int task, int tasks, int rows) {
    return LongStream.iterate(task, row -> row < rows, row -> row + tasks)
        .mapToObj(row -> new LabelledImage(row, (int) (row % 10), new byte[28 * 28]))
        .iterator();
  }

  /** Spark hears of blocks a little later. */
  private static long disk(JavaSparkContext spark) throws InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      long bytes = spark.sc().getRDDStorageInfo()[0].diskSize();
      if (bytes > 0) {
        return bytes;
      }
      Thread.sleep(100);
    }
    return 0;
  }
}

package model;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;
import scala.runtime.AbstractFunction1;

/**
 * The training rows, dealt once to the replicas' shards and to the rows held out, and kept on the
 * executors as bytes; what does not fit in memory goes to their disks. Where a row goes follows
 * from its index and the {@link Deal} alone.
 */
public final class Shards implements AutoCloseable {
  private final Deal deal;
  private final ShardSums sums;
  private final JavaRDD<ImageBlock> blocks;

  private Shards(Deal deal, ShardSums sums, JavaRDD<ImageBlock> blocks) {
    this.deal = deal;
    this.sums = sums;
    this.blocks = blocks;
  }

  /**
   * Deals rows to shards; nothing runs until {@link #load}.
   *
   * @param rows every row of the training set exactly once, in any order
   */
  public static Shards of(JavaRDD<LabelledImage> rows, Deal deal) {
    ShardSums sums = new ShardSums();
    JavaRDD<ImageBlock> blocks =
        rows.mapToPair(row -> new Tuple2<>(deal.position(row.index()), row))
            .repartitionAndSortWithinPartitions(new ByDeal(deal))
            .values()
            .mapPartitionsWithIndex(
                (partition, dealt) -> sums.verified(partition, ImageBlock.pack(dealt)), true)
            .setName("shards")
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new Shards(deal, sums, blocks);
  }

  public Deal deal() {
    return deal;
  }

  /**
   * The minibatches of one epoch, one partition a shard in the order of the shards, each shard
   * shuffled by (seed, epoch, shard) and cut into {@code batchSize} rows, the last minibatch of a
   * shard into what is left.
   *
   * <p>The {@link DataSet}s of a partition share their arrays ({@code [batch, 1, 28, 28]} and
   * {@code [batch, 10]}): one is valid until the next is asked for. They are meant to be trained on
   * where they are made.
   */
  public JavaRDD<DataSet> minibatches(int epoch, int batchSize) {
    long seed = deal.seed();
    return partitions(0, deal.shards())
        .mapPartitionsWithIndex(
            (shard, rows) ->
                untilTaskEnds(
                    Minibatches.shuffled(rows, batchSize, Seeds.shuffle(seed, epoch, shard))),
            true);
  }

  /** However the task ends, its minibatches' native memory ends with it. */
  private static Iterator<DataSet> untilTaskEnds(Minibatches minibatches) {
    TaskContext.get().addTaskCompletionListener(new Closing(minibatches));
    return minibatches;
  }

  private record Closing(Minibatches minibatches) implements TaskCompletionListener {
    @Override
    public void onTaskCompletion(TaskContext context) {
      minibatches.close();
    }
  }

  /**
   * Reads the rows and brings each to its shard, before the first epoch needs them. What is read
   * again later must be the same, or the epoch fails with {@link ChangedRowsException}.
   *
   * @return all rows' checks added up, for the caller to hold against what the data set comes to
   * @throws IllegalStateException if a row is missing or twice, since the data changed while they
   *     were read
   */
  public long load() {
    List<long[]> found =
        blocks.mapPartitions(rows -> List.of(ShardSums.of(rows)).iterator(), true).collect();
    for (int partition = 0; partition < deal.partitions(); partition++) {
      if (found.get(partition)[0] != deal.partitionRows(partition)) {
        throw new IllegalStateException(
            "Rows were lost or came twice on the way to shard %d: expected %d, found %d. Did the data change meanwhile? Start again"
                .formatted(partition, deal.partitionRows(partition), found.get(partition)[0]));
      }
    }
    sums.know(found);
    return found.stream().mapToLong(sum -> sum[2]).sum();
  }

  /** The rows held out of training; no partition if there are none. */
  public JavaRDD<ImageBlock> heldOut() {
    return partitions(deal.shards(), deal.partitions());
  }

  private JavaRDD<ImageBlock> partitions(int from, int to) {
    return PartitionPruningRDD.create(blocks.rdd(), new Within(from, to)).toJavaRDD();
  }

  /** Frees the executors' memory and disks; does not wait for those that do not answer. */
  @Override
  public void close() {
    Cleanup.unpersist(blocks);
  }

  private static final class ByDeal extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final Deal deal;

    ByDeal(Deal deal) {
      this.deal = deal;
    }

    @Override
    public int numPartitions() {
      return deal.partitions();
    }

    @Override
    public int getPartition(Object position) {
      return deal.partition((Long) position);
    }
  }

  private static final class Within extends AbstractFunction1<Object, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int from;
    private final int to;

    Within(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Object apply(Object partition) {
      int index = (Integer) partition;
      return from <= index && index < to;
    }
  }
}

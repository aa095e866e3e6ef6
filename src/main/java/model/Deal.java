package model;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Which row goes where: a shard for each replica, or the rows held out to validate on. A pure
 * function of the row's index; shards (and the partitions of the rows held out) differ by one row
 * at most.
 *
 * @param rows rows of the training set, at least 1
 * @param heldOut rows held out of training, 0 or more
 * @param shards K, the number of replicas, at least 1; every shard gets at least one row
 * @param seed the run's seed
 */
public record Deal(long rows, long heldOut, int shards, long seed) implements Serializable {
  public Deal {
    if (shards < 1) {
      throw new IllegalArgumentException("replicas: expected 1 or more, found " + shards);
    }
    if (heldOut < 0 || rows - heldOut < shards) {
      throw new IllegalArgumentException(
          "replicas: expected at least one training row each, found %d rows, %d of them held out, for %d replicas"
              .formatted(rows, heldOut, shards));
    }
  }

  /** How many rows a fraction of them is: {@code floor(rows × fraction)}, in decimal. */
  public static long heldOut(double fraction, long rows) {
    return BigDecimal.valueOf(fraction).multiply(BigDecimal.valueOf(rows)).longValue();
  }

  /** Rows that are trained on in an epoch. */
  public long trained() {
    return rows - heldOut;
  }

  /** Rows of one shard. */
  long shardRows(int shard) {
    return trained() / shards + (shard < trained() % shards ? 1 : 0);
  }

  /** Minibatches of the largest shard in an epoch. */
  public int minibatches(int batchSize) {
    return Math.toIntExact((shardRows(0) + batchSize - 1) / batchSize);
  }

  /** Rows of one partition, be it a shard or of the rows held out. */
  long partitionRows(int partition) {
    if (partition < shards) {
      return shardRows(partition);
    }
    int share = partition - shards;
    return heldOut / shards + (share < heldOut % shards ? 1 : 0);
  }

  /** A row's place in the shuffled order; the first {@code heldOut} places are held out. */
  long position(long row) {
    return new RowOrder(rows, seed).position(row);
  }

  /**
   * The partition of a place: 0..shards-1 the shards, shards..2·shards-1 the rows held out, if any.
   */
  int partition(long position) {
    return position < heldOut
        ? shards + (int) (position % shards)
        : (int) ((position - heldOut) % shards);
  }

  int partitions() {
    return heldOut == 0 ? shards : 2 * shards;
  }
}

package model;

/** Rows that were read again, since their executor is gone, are not what they were before. */
public final class ChangedRowsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangedRowsException(int shard, long rows, long crc, long foundRows, long foundCrc) {
    super(
        "The training data changed while they were trained on: expected %d rows of CRC-32C %08x in shard %d, found %d of %08x when it was read again. Put back the files that the run was begun with, then give the same command again"
            .formatted(rows, crc, shard, foundRows, foundCrc));
  }
}

package io.idx;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;

/** The items of one file, one after the other from a given one on. For one thread. */
final class IdxItems implements Closeable {
  /** What {@link IdxInput} reads ahead after each seek. */
  private static final int NEAR_BYTES = 1 << 16;

  private final IdxInput input;
  private final IdxHeader header;

  /** For messages; made here and not for every item, which would take longer than to read it. */
  private final String contents;

  private long next;

  private IdxItems(IdxInput input, IdxHeader header, long first) {
    this.input = input;
    this.header = header;
    this.contents = header.contents();
    this.next = first;
  }

  /**
   * Opens a file at an item.
   *
   * @param planned the file as it was when the read was planned
   * @param first the item to begin with; 0 for a gzip
   * @throws IdxException if the file is no longer what was planned
   */
  static IdxItems open(Configuration hadoop, IdxFile planned, long first) throws IOException {
    IdxHeader header = planned.header();
    IdxInput input = IdxInput.open(hadoop, planned.path());
    try {
      IdxFile found = IdxFile.inspect(input, EnumSet.of(header.kind()));
      if (!found.equals(planned)) {
        throw IdxException.changed(planned.path(), planned.contents(), found.contents());
      }
      input.seek(header.offsetOf(first));
      return new IdxItems(input, header, first);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Where the item read last begins. */
  long lastOffset() {
    return header.offsetOf(next - 1);
  }

  /**
   * Reads the next item. With the last one it also makes sure that the file ends there, and that a
   * gzip's checksums agree: who has seen every item has seen them verified.
   *
   * @param into an array of the header's {@code itemBytes}
   */
  void next(byte[] into) throws IOException {
    input.readFully(into, into.length, contents);
    next++;
    if (next == header.count()) {
      input.end(contents);
    }
  }

  /**
   * Goes on to an item; what lies between is read where that costs less than to leave it out, and
   * always in a gzip.
   *
   * @param item not before the next one; the number of all for the end
   */
  void skipTo(long item) throws IOException {
    if (!input.gzip() && header.offsetOf(item) - input.position() > NEAR_BYTES) {
      input.seek(header.offsetOf(item));
      next = item;
    }
    byte[] between = new byte[next < item ? header.itemBytes() : 0];
    while (next < item) {
      next(between);
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}

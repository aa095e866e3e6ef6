package io.idx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which hosts store which bytes of a file. */
final class IdxBlocks {
  /** Of no file: any host is as good as another. */
  static final IdxBlocks NONE = new IdxBlocks(null, new BlockLocation[0]);

  private static final int MOST_HOSTS = 3;

  /** What local disks and object stores name, which says nothing. */
  private static final String ANYWHERE = "localhost";

  private final IdxFile file;
  private final BlockLocation[] blocks;

  private IdxBlocks(IdxFile file, BlockLocation[] blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  /** Asks the file system. */
  static IdxBlocks of(Configuration hadoop, IdxFile file) throws IOException {
    Path path = new Path(file.path());
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      FileStatus status = fileSystem.getFileStatus(path);
      return new IdxBlocks(file, fileSystem.getFileBlockLocations(status, 0, status.getLen()));
    } catch (FileNotFoundException e) {
      throw IdxException.missing(file.path(), e);
    }
  }

  /**
   * The hosts that store most of a range of items, best first, three at most.
   *
   * @param start the first item
   * @param end the item after the last
   */
  List<String> hosts(long start, long end) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    for (BlockLocation block : blocks) {
      long shared = sharedBytes(block, start, end);
      for (String host : block.getHosts()) {
        if (shared > 0 && !host.equals(ANYWHERE)) {
          bytes.merge(host, shared, Long::sum);
        }
      }
    }
    return bytes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_HOSTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A gzip is read from its first byte to its last whatever the range. */
  private long sharedBytes(BlockLocation block, long start, long end) {
    if (file.gzip()) {
      return block.getLength();
    }
    long from = Math.max(file.header().offsetOf(start), block.getOffset());
    long to = Math.min(file.header().offsetOf(end), block.getOffset() + block.getLength());
    return to - from;
  }
}

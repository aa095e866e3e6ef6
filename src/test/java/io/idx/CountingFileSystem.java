package io.idx;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under the scheme {@code counting}, which counts how often each file is opened and
 * says that blocks of 1,000 bytes lie on hosts {@code host0}, {@code host1}, ….
 */
public final class CountingFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "counting";
  static final int BLOCK_BYTES = 1_000;

  private static final URI ROOT = URI.create(SCHEME + ":///");
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  /** How often the file of this name (its last part) was opened since the JVM began. */
  static int opened(String name) {
    return OPENED.getOrDefault(name, 0);
  }

  /** How many bytes were read under this scheme since the JVM began. */
  static long bytesRead() {
    return getGlobalStorageStatistics().get(SCHEME).getLong("bytesRead");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.merge(path.getName(), 1, Integer::sum);
    return super.open(path, bufferSize);
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
    BlockLocation[] blocks =
        new BlockLocation[(int) ((file.getLen() + BLOCK_BYTES - 1) / BLOCK_BYTES)];
    for (int i = 0; i < blocks.length; i++) {
      long offset = (long) i * BLOCK_BYTES;
      blocks[i] =
          new BlockLocation(
              new String[] {"host" + i + ":9866"},
              new String[] {"host" + i},
              offset,
              Math.min(BLOCK_BYTES, file.getLen() - offset));
    }
    return blocks;
  }
}

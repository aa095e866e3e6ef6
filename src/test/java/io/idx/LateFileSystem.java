package io.idx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under the scheme {@code late}, on which somebody else is always first: when a file
 * is to be moved to its place, another stands there already, and as on HDFS the move is refused.
 */
public final class LateFileSystem extends RawLocalFileSystem {
  public static final String SCHEME = "late";

  /** A setting: what the other's files hold; without it, the very same bytes. */
  public static final String OTHER_CONTENT = "test.late.other-content";

  /** Knows the scheme; no instance is shared, for each has settings of its own. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.late.impl", LateFileSystem.class.getName());
    hadoop.setBoolean("fs.late.impl.disable.cache", true);
    return hadoop;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    String other = getConf().get(OTHER_CONTENT);
    if (other == null) {
      super.rename(from, to);
    } else {
      try (OutputStream out = create(to)) {
        out.write(other.getBytes(US_ASCII));
      }
    }
    return false;
  }
}

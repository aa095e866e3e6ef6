package io.fetch;

import java.util.Locale;
import java.util.Objects;

/**
 * A file whose bytes are known before it is fetched. Mirrors serve it gzipped, as {@code name.gz}.
 *
 * @param name of the uncompressed file, without directories
 * @param bytes the uncompressed length
 * @param sha256 of the uncompressed bytes, 64 digits of lower-case hex
 */
public record PublishedFile(String name, long bytes, String sha256) {
  public PublishedFile {
    Objects.requireNonNull(name);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("the length of %s is below 0: %d".formatted(name, bytes));
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + sha256);
    }
  }

  /** The name under which mirrors serve it. */
  public String gzipName() {
    return name + ".gz";
  }

  /** More than gzip ever takes for these bytes, so that a mirror cannot send without end. */
  long mostGzipBytes() {
    return bytes + bytes / 100 + 4096;
  }

  /** What a reader of an error message is to compare with. */
  String expectation() {
    return String.format(Locale.ROOT, "%,d bytes with SHA-256 %s", bytes, sha256);
  }
}

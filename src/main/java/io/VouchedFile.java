package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;

/**
 * A file of ours for whose size and SHA-256 another file vouches.
 *
 * @param mostBytes of which none of its kind has more
 */
record VouchedFile(Path path, long bytes, String sha256, long mostBytes) {
  /** Far more than any of our models; what is larger is not one and is not read into memory. */
  private static final long MOST_BYTES = 64L << 20;

  /** A model, or what is smaller. */
  VouchedFile(Path path, long bytes, String sha256) {
    this(path, bytes, sha256, MOST_BYTES);
  }

  /**
   * Its bytes.
   *
   * @param damaged what to throw if it is another, of what was expected and what was found
   */
  byte[] read(WholeFiles whole, BiFunction<String, String, RunException> damaged)
      throws IOException {
    try {
      long length = whole.status(path).getLen();
      if (length > mostBytes) {
        throw damaged.apply("at most " + mostBytes + " bytes", length + " bytes");
      }
      if (length != bytes) {
        throw damaged.apply(bytes + " bytes", length + " bytes");
      }
      byte[] read = whole.readBytes(path, length);
      String found = Sha256.of(read);
      if (!found.equals(sha256)) {
        throw damaged.apply("SHA-256 " + sha256, found);
      }
      return read;
    } catch (FileNotFoundException e) {
      throw damaged.apply(bytes + " bytes", "no file");
    }
  }
}

package io.fetch;

import io.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Holds a local file, raw or gzipped, against what was published. */
final class Contents {
  private static final int BLOCK_BYTES = 1 << 16;

  private Contents() {}

  /** What is wrong with a file as {@link #unpack}, which keeps nothing of it. */
  static Optional<String> fault(Path file, PublishedFile expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("no regular file");
    }
    return unpack(file, expected, OutputStream.nullOutputStream());
  }

  /**
   * Copies a file's bytes, unpacked if its name ends in {@code .gz} or {@code .gz.part}. Reads and
   * writes one byte more than expected at most, however many the file holds.
   *
   * @return what was found instead of the published bytes; nothing if all is right
   */
  static Optional<String> unpack(Path file, PublishedFile expected, OutputStream out)
      throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = isGzip(file) ? new GZIPInputStream(stored, BLOCK_BYTES) : stored) {
      return copy(in, expected, out);
    } catch (ZipException | EOFException e) {
      return Optional.of("a damaged gzip (%s)".formatted(e.getMessage()));
    }
  }

  private static Optional<String> copy(InputStream in, PublishedFile expected, OutputStream out)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] block = new byte[BLOCK_BYTES];
    long length = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      length += read;
      if (length > expected.bytes()) {
        return Optional.of("more than %,d bytes".formatted(expected.bytes()));
      }
      digest.update(block, 0, read);
      out.write(block, 0, read);
    }
    String sha256 = Sha256.hex(digest.digest());
    boolean right = length == expected.bytes() && sha256.equals(expected.sha256());
    return right
        ? Optional.empty()
        : Optional.of("%,d bytes with SHA-256 %s".formatted(length, sha256));
  }

  private static boolean isGzip(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".gz") || name.endsWith(".gz" + Fetch.PARTIAL);
  }
}

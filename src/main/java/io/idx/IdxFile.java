package io.idx;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;

/**
 * A file whose header was read and, as far as its length tells, agrees with what is stored.
 *
 * @param path as it was given
 * @param header what its first bytes say
 * @param storedBytes its length as it is stored: of the compressed bytes for a gzip
 * @param modified when it was written last, in milliseconds since 1970; 0 on a local file system,
 *     where each node may hold a copy of its own, made at a time of its own
 */
record IdxFile(String path, IdxHeader header, long storedBytes, long modified)
    implements Serializable {

  /**
   * Looks at a file without reading past its header.
   *
   * @throws IdxException if it is missing, no IDX file of that kind, or its length is wrong
   */
  static IdxFile inspect(Configuration hadoop, String path, IdxKind kind) throws IOException {
    try (IdxInput input = IdxInput.open(hadoop, path)) {
      return inspect(input, EnumSet.of(kind));
    }
  }

  /** As above, on a file just opened; leaves it at the first item. */
  static IdxFile inspect(IdxInput input, EnumSet<IdxKind> accepted) throws IOException {
    IdxHeader header = IdxHeader.read(input, accepted);
    if (input.gzip()) {
      checkCompressedLength(input, header);
    } else {
      checkLength(input, header);
    }
    return new IdxFile(input.path(), header, input.storedBytes(), input.modified());
  }

  private static void checkLength(IdxInput input, IdxHeader header) {
    String found = "%d bytes".formatted(input.storedBytes());
    if (input.storedBytes() < header.fileBytes()) {
      throw IdxException.tooShort(input.path(), input.storedBytes(), header.contents(), found);
    }
    if (input.storedBytes() > header.fileBytes()) {
      throw IdxException.tooLong(input.path(), header.fileBytes(), header.contents(), found);
    }
  }

  /** The exact length shows only when a gzip is read; a header beyond all possibility shows now. */
  private static void checkCompressedLength(IdxInput input, IdxHeader header) {
    long most = input.storedBytes() * GzipStream.MOST_BYTES_A_BYTE;
    if (header.fileBytes() > most) {
      throw IdxException.tooShort(
          input.path(),
          most,
          header.contents(),
          "a gzip of %d bytes, which holds %d at most".formatted(input.storedBytes(), most));
    }
  }

  /**
   * Makes sure that labels may belong to these images.
   *
   * @throws IdxException if they differ in number
   */
  void requireAsMany(IdxFile labels) {
    if (labels.header.count() != header.count()) {
      throw IdxException.counts(labels.path, labels.header.count(), path, header.count());
    }
  }

  /** For people: all that tells it from another file under its name. */
  String contents() {
    return header.contents()
        + (gzip() ? " in a gzip of %d bytes".formatted(storedBytes) : "")
        + (modified == 0 ? "" : ", written at " + Instant.ofEpochMilli(modified));
  }

  boolean gzip() {
    return IdxInput.isGzip(path);
  }
}

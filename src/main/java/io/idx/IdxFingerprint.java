package io.idx;

import io.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;

/**
 * What tells one IDX file from another, raw or gzipped alike: kept beside what was made from it.
 *
 * @param path the file, as it was given
 * @param sha256 of the uncompressed bytes, 64 digits of lower-case hex
 * @param bytes the length of the uncompressed file
 * @param count the number of images or labels
 * @param rows an image's height in pixels; 1 for labels
 * @param columns an image's width in pixels; 1 for labels
 * @param sum of its items; rows that are read later must come to it
 */
public record IdxFingerprint(
    String path, String sha256, long bytes, long count, int rows, int columns, long sum) {
  private static final int BLOCK_BYTES = 1 << 16;

  /**
   * Reads a file from its first byte to its last, in constant memory.
   *
   * @throws IdxException if it is missing, no IDX file of images or labels, or damaged
   */
  public static IdxFingerprint of(Configuration hadoop, String path) throws IOException {
    MessageDigest digest = Sha256.digest();
    IdxHeader header;
    IdxSum sum;
    try (IdxInput input = IdxInput.open(hadoop, path)) {
      header = IdxFile.inspect(input, EnumSet.allOf(IdxKind.class)).header();
      digest.update(header.toBytes());
      sum = new IdxSum(header.itemBytes());
      byte[] block = new byte[BLOCK_BYTES];
      while (input.position() < header.fileBytes()) {
        int want = (int) Math.min(block.length, header.fileBytes() - input.position());
        input.readFully(block, want, header.contents());
        digest.update(block, 0, want);
        sum.update(block, want);
      }
      input.end(header.contents());
    }
    return new IdxFingerprint(
        path,
        Sha256.hex(digest.digest()),
        header.fileBytes(),
        header.count(),
        header.rows(),
        header.columns(),
        sum.value());
  }
}

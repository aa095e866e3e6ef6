package model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a row of a data set is known by, wherever it stands: the first 64 bits of the SHA-256 of its
 * label, one byte, and its pixels, big-endian. Among n rows that differ, the chance that two have
 * one hash is n²/2^65: for ten million about one in 370,000.
 */
final class RowHash {
  private static final double STEP = 0x1p-53;

  private final MessageDigest digest;

  RowHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long of(LabelledImage row) {
    digest.update((byte) row.label());
    return ByteBuffer.wrap(digest.digest(row.pixels())).getLong();
  }

  /**
   * Whether the row of a hash is held out: it follows from its bytes and label alone, so that it is
   * on the same side in every file that holds it, and its copies with it.
   *
   * @param fraction of all rows, 0 to 1
   */
  static boolean isHeldOut(long hash, double fraction) {
    return (hash >>> 11) * STEP < fraction;
  }
}

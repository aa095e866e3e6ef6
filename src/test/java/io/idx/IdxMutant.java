package io.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** A file of images or labels that something was done to, all of it drawn from one seed. */
final class IdxMutant {
  private static final byte[] IMAGES = IdxBytes.images(40, 6, 5, 1);
  private static final byte[] LABELS = IdxBytes.labels(40, 10);
  private static final int[] EXTREMES = {
    0,
    1,
    39,
    41,
    255,
    65_535,
    65_536,
    46_341,
    1 << 24,
    (1 << 24) + 1,
    1 << 30,
    Integer.MAX_VALUE - 1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    -2,
    -1
  };
  private static final int MOST_ZEROS = 50_000;

  private final long seed;
  private final String what;
  private final boolean gzip;
  private final byte[] bytes;

  private IdxMutant(long seed, String what, boolean gzip, byte[] bytes) {
    this.seed = seed;
    this.what = what;
    this.gzip = gzip;
    this.bytes = bytes;
  }

  static IdxMutant of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean gzip = random.nextInt(3) > 0;
    byte[] whole = random.nextBoolean() ? IMAGES : LABELS;
    byte[] stored = gzip ? IdxBytes.gzip(whole) : whole;
    return switch (random.nextInt(8)) {
      case 0, 1 -> new IdxMutant(seed, "bits flipped", gzip, flip(stored, random));
      case 2 -> new IdxMutant(seed, "cut", gzip, cut(stored, random));
      case 3 -> new IdxMutant(seed, "spliced", gzip, splice(stored, random));
      case 4 -> new IdxMutant(seed, "extreme sizes", gzip, extremes(whole, gzip, random));
      case 5 -> new IdxMutant(seed, "members", true, members(whole, random));
      case 6 -> new IdxMutant(seed, "bomb", true, bomb(whole, random));
      default -> new IdxMutant(seed, "bytes put in", gzip, insert(stored, random));
    };
  }

  /** Whether it is to be given a name that ends in {@code .gz}. */
  boolean gzip() {
    return gzip;
  }

  byte[] bytes() {
    return bytes;
  }

  String name() {
    return gzip ? "mutant.gz" : "mutant";
  }

  @Override
  public String toString() {
    return "case %d (%s, %d bytes%s)"
        .formatted(seed, what, bytes.length, gzip ? " named as a gzip" : "");
  }

  private static byte[] flip(byte[] file, SplittableRandom random) {
    byte[] result = file.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      // Half of them hit the headers.
      int most = random.nextBoolean() ? result.length : Math.min(20, result.length);
      result[random.nextInt(most)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** To nothing at the shortest. */
  private static byte[] cut(byte[] file, SplittableRandom random) {
    return Arrays.copyOf(file, random.nextInt(random.nextBoolean() ? 20 : file.length));
  }

  /** The beginning of one file before the rest of another. */
  private static byte[] splice(byte[] file, SplittableRandom random) {
    byte[][] others = {IMAGES, LABELS, IdxBytes.gzip(IMAGES), IdxBytes.gzip(LABELS), file};
    byte[] head = others[random.nextInt(others.length)];
    int end = random.nextInt(Math.min(30, head.length));
    int start = random.nextBoolean() ? end : random.nextInt(30);
    return IdxBytes.concat(
        Arrays.copyOf(head, end), Arrays.copyOfRange(file, start, Math.max(start, file.length)));
  }

  private static byte[] extremes(byte[] whole, boolean gzip, SplittableRandom random) {
    byte[] result = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int word = 1 + random.nextInt(whole == LABELS ? 1 : 3);
      int size = EXTREMES[random.nextInt(EXTREMES.length)];
      ByteBuffer.wrap(result).putInt(word * Integer.BYTES, size);
    }
    return gzip ? IdxBytes.gzip(result) : result;
  }

  /** Of several gzip members, some of them empty, some with a damaged bit, a tail at the end. */
  private static byte[] members(byte[] whole, SplittableRandom random) {
    byte[] result = {};
    for (int start = 0; start < whole.length; ) {
      int end = Math.min(whole.length, start + random.nextInt(whole.length));
      byte[] member = IdxBytes.gzip(Arrays.copyOfRange(whole, start, end));
      result = IdxBytes.concat(result, random.nextInt(8) == 0 ? flip(member, random) : member);
      start = end;
    }
    return switch (random.nextInt(4)) {
      case 0 -> IdxBytes.concat(result, new byte[1 + random.nextInt(20)]);
      case 1 -> IdxBytes.concat(result, IdxBytes.gzip(new byte[random.nextInt(2)]));
      default -> result;
    };
  }

  /** Zeros without end behind a header that claims some of them, or more than there are. */
  private static byte[] bomb(byte[] whole, SplittableRandom random) {
    byte[] head = Arrays.copyOf(whole, whole == LABELS ? 8 : 16);
    int zeros = random.nextInt(MOST_ZEROS);
    ByteBuffer claims = ByteBuffer.wrap(head);
    switch (random.nextInt(4)) {
      case 0 -> claims.putInt(4, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 1 -> claims.putInt(4, 1 + zeros / (whole == LABELS ? 1 : 30));
      case 2 -> claims.putInt(4, Math.max(1, zeros / (whole == LABELS ? 1 : 30)));
      default -> claims.putInt(4, 1 + random.nextInt(zeros + 1));
    }
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(stored)) {
      gzip.write(head);
      gzip.write(new byte[zeros]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }

  private static byte[] insert(byte[] file, SplittableRandom random) {
    byte[] more = new byte[1 + random.nextInt(40)];
    random.nextBytes(more);
    int at = random.nextInt(file.length + 1);
    byte[] head = IdxBytes.concat(Arrays.copyOf(file, at), more);
    return IdxBytes.concat(head, Arrays.copyOfRange(file, at, file.length));
  }
}

package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/** However a file is damaged, it reads as what it says or is refused by {@link IdxException}. */
class IdxMutationsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final byte[] IMAGES = IdxBytes.images(40, 6, 5, 1);
  private static final byte[] LABELS = IdxBytes.labels(40, 10);
  private static final int TRIALS = 60;

  @TempDir Path directory;

  @Test
  void refusesThroughSparkWithNothingButIdxException() {
    Random random = new Random(20_240_601);
    int onDriver = 0;
    int byTask = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      boolean harmImages = random.nextBoolean();
      String images = writeMutant("i", IMAGES, harmImages, random);
      String labels = writeMutant("l", LABELS, !harmImages, random);
      Dataset<Row> set;
      try {
        set = SparkSessions.shared().read().format("idx").option("labels", labels).load(images);
      } catch (IdxException e) {
        onDriver++;
        continue;
      }
      Throwable thrown = catchThrowable(() -> assertThat(set.collectAsList()).hasSize(40));
      if (thrown != null) {
        assertThat(thrown).as("trial %d", trial).isInstanceOf(SparkException.class);
        assertThat(thrown.getCause()).as("trial %d", trial).isExactlyInstanceOf(IdxException.class);
        byTask++;
      }
    }
    assertThat(onDriver).as("refused by load").isGreaterThan(TRIALS / 6);
    assertThat(byTask).as("refused by a task").isGreaterThan(TRIALS / 6);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    for (byte[] whole : new byte[][] {IMAGES, IdxBytes.gzip(IMAGES)}) {
      String name = whole == IMAGES ? "i" : "i.gz";
      for (int length = 0; length < whole.length; length++) {
        IdxException refusal = null;
        try {
          fingerprint(name, Arrays.copyOf(whole, length));
        } catch (IdxException e) {
          refusal = e;
        }
        assertThat(refusal).as("%s of %d bytes", name, length).isNotNull();
      }
    }
  }

  private IdxFingerprint fingerprint(String name, byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    return IdxFingerprint.of(HADOOP, file.toString());
  }

  /** Raw or gzipped, harmed or whole; returns its path. */
  private String writeMutant(String name, byte[] whole, boolean harm, Random random) {
    boolean gzip = random.nextBoolean();
    byte[] stored = gzip ? IdxBytes.gzip(whole) : whole;
    return IdxBytes.write(
        directory, gzip ? name + ".gz" : name, harm ? mutate(stored, random) : stored);
  }

  /** One to three of: a bit flipped, a byte or a word replaced, bytes cut, put in or added. */
  private static byte[] mutate(byte[] file, Random random) {
    byte[] result = file.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      // Half of them hit the first bytes, where the headers are.
      int at = random.nextInt(random.nextBoolean() ? result.length : Math.min(20, result.length));
      switch (random.nextInt(5)) {
        case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> result[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(result, at, Math.min(at + 4, result.length), (byte) 0xFF);
        case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
        default -> result = insert(result, at, random);
      }
    }
    return result;
  }

  private static byte[] insert(byte[] file, int at, Random random) {
    byte[] more = new byte[1 + random.nextInt(40)];
    random.nextBytes(more);
    byte[] head = IdxBytes.concat(Arrays.copyOf(file, at), more);
    return IdxBytes.concat(head, Arrays.copyOfRange(file, at, file.length));
  }
}

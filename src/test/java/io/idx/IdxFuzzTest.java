package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.SparkSessions;

/**
 * Whatever a file is made of, it is read as what it says or refused by {@link IdxException} that
 * names it, in memory that follows from what is stored and not from what a header claims. Java's
 * own gzip reader tells what a mutant holds.
 */
class IdxFuzzTest {
  private static final int CASES = 10_000;
  private static final int CASES_THROUGH_SPARK = 48;

  /** What opening and checking a file takes, whatever it holds: buffers, inflaters, messages. */
  private static final long FIXED_BYTES = 1 << 19;

  /** Spark's row around an image, with its boxed figures. */
  private static final long BYTES_A_ROW = 256;

  private static final Configuration HADOOP = new Configuration();
  private static final SerializableConfiguration SENT = new SerializableConfiguration(HADOOP);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path directory;

  /** The first use of a class allocates for the class. */
  @BeforeAll
  static void loadClasses() throws IOException {
    for (long seed = -100; seed < 0; seed++) {
      IdxMutant mutant = IdxMutant.of(seed);
      String path = Files.write(directory.resolve(mutant.name()), mutant.bytes()).toString();
      try {
        fingerprints(path, content(mutant));
        rows(path, content(mutant));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("neither read soundly nor refused: " + mutant, e);
      }
    }
  }

  @Test
  void readsSoundlyOrRefusesTenThousandMutants() {
    AtomicLong seed = new AtomicLong();
    AtomicLong sound = new AtomicLong();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (; seed.get() < CASES; seed.incrementAndGet()) {
            sound.addAndGet(check(IdxMutant.of(seed.get())) ? 1 : 0);
          }
        },
        () -> "hangs in " + IdxMutant.of(seed.get()));
    assertThat(sound).as("read soundly").hasValueBetween(CASES / 20L, CASES / 2L);
  }

  /** Whether it was read, by both readers or by neither. */
  private boolean check(IdxMutant mutant) {
    try {
      String path = Files.write(directory.resolve(mutant.name()), mutant.bytes()).toString();
      byte[] content = content(mutant);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      boolean whole = fingerprints(path, content);
      long between = THREADS.getCurrentThreadAllocatedBytes();
      long rows = rows(path, content);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - between;
      assertThat(between - before).as("bytes to tell: %s", mutant).isLessThan(FIXED_BYTES);
      assertThat(rows > 0).as("rows are read where the whole is: %s", mutant).isEqualTo(whole);
      assertThat(whole && isDamagedGzip(mutant)).as("taken though damaged: %s", mutant).isFalse();
      if (!mutant.gzip() || content.length == 0) {
        assertThat(whole).as("taken if it is sound: %s", mutant).isEqualTo(isIdx(content));
      }
      long most = mutant.bytes().length * (mutant.gzip() ? GzipStream.MOST_BYTES_A_BYTE : 2L);
      assertThat(allocated)
          .as("bytes to read rows: %s", mutant)
          .isLessThan(FIXED_BYTES + most + content.length * BYTES_A_ROW);
      return whole;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("neither read soundly nor refused: " + mutant, e);
    }
  }

  private static boolean fingerprints(String path, byte[] content) throws IOException {
    try {
      IdxFingerprint print = IdxFingerprint.of(HADOOP, path);
      assertThat(isIdx(content)).isTrue();
      assertThat(print.sha256()).isEqualTo(Sha256.of(content));
      assertThat(print.bytes()).isEqualTo(content.length);
      return true;
    } catch (IdxException e) {
      assertThat(e).hasMessageContaining(path);
      return false;
    }
  }

  /** How many rows the reader of a task gives; 0 if it refuses the file. */
  private static long rows(String path, byte[] content) throws IOException {
    try {
      IdxFile file;
      try (IdxInput input = IdxInput.open(HADOOP, path)) {
        file = IdxFile.inspect(input, EnumSet.allOf(IdxKind.class));
      }
      return rows(file, content);
    } catch (IdxException e) {
      assertThat(e).hasMessageContaining(path);
      return 0;
    }
  }

  private static long rows(IdxFile file, byte[] content) throws IOException {
    IdxHeader header = file.header();
    boolean labels = header.kind() == IdxKind.LABELS;
    IdxReaderFactory factory =
        new IdxReaderFactory(
            SENT,
            List.of(labels ? IdxColumns.LABEL : IdxColumns.IMAGE),
            header,
            labels ? null : file,
            labels ? file : null,
            256);
    long row = 0;
    try (IdxPartitionReader reader =
        new IdxPartitionReader(factory, new IdxRange(0, header.count(), List.of()))) {
      for (; reader.next(); row++) {
        int start = (int) header.offsetOf(row);
        InternalRow found = reader.get();
        byte[] item = labels ? new byte[] {(byte) found.getInt(0)} : found.getBinary(0);
        // What Java's reader did not come to is damaged: to be refused before the last row.
        int end = Math.min(start + item.length, content.length);
        if (start < end && !Arrays.equals(item, 0, end - start, content, start, end)) {
          throw new AssertionError("row %d of %s is not what the file holds".formatted(row, file));
        }
      }
    }
    return row;
  }

  /** What the file holds, as far as Java's own reader comes. */
  private static byte[] content(IdxMutant mutant) throws IOException {
    if (!mutant.gzip()) {
      return mutant.bytes();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(mutant.bytes()))) {
      byte[] block = new byte[512];
      for (int count = gzip.read(block); count >= 0; count = gzip.read(block)) {
        content.write(block, 0, count);
      }
    } catch (IOException e) {
      // Damaged from here on: a reader may have been given what was whole before.
    }
    return content.toByteArray();
  }

  private static boolean isDamagedGzip(IdxMutant mutant) {
    if (!mutant.gzip()) {
      return false;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(mutant.bytes()))) {
      gzip.transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The format told once more, apart from the code under test. */
  private static boolean isIdx(byte[] content) {
    int dimensions = content.length < 8 ? 0 : content[3];
    if ((dimensions != 1 && dimensions != 3) || content.length < 4 + 4 * dimensions) {
      return false;
    }
    ByteBuffer words = ByteBuffer.wrap(content);
    if (words.getInt() != 0x0800 + dimensions) {
      return false;
    }
    long count = Integer.toUnsignedLong(words.getInt());
    long rows = dimensions == 1 ? 1 : Integer.toUnsignedLong(words.getInt());
    long columns = dimensions == 1 ? 1 : Integer.toUnsignedLong(words.getInt());
    return count > 0
        && rows > 0
        && rows < 65_536
        && columns > 0
        && columns < 65_536
        && rows * columns <= 1 << 24
        && count * rows * columns == content.length - words.position();
  }

  @Test
  void readsSoundlyOrRefusesThroughSpark() throws IOException {
    int refused = 0;
    for (long seed = CASES; seed < CASES + CASES_THROUGH_SPARK; seed++) {
      IdxMutant mutant = IdxMutant.of(seed);
      String path = Files.write(directory.resolve(mutant.name()), mutant.bytes()).toString();
      Throwable thrown =
          catchThrowable(
              () -> {
                Dataset<Row> images = SparkSessions.shared().read().format("idx").load(path);
                assertThat(images.collectAsList()).hasSize((int) images.count());
              });
      if (thrown != null) {
        Throwable reason = thrown instanceof SparkException ? thrown.getCause() : thrown;
        assertThat(reason).as("%s", mutant).isExactlyInstanceOf(IdxException.class);
        assertThat(reason).as("%s", mutant).hasMessageContaining(path);
        refused++;
      }
    }
    assertThat(refused).as("refused").isBetween(CASES_THROUGH_SPARK / 2, CASES_THROUGH_SPARK - 1);
  }

  /** 64 MB of zeros in 64 KB, of which the header claims one label. */
  @Test
  void doesNotUnpackABombBeyondWhatItsHeaderClaims() throws IOException {
    byte[] zeros = new byte[64 << 20];
    ByteBuffer.wrap(zeros).putInt(0x0801).putInt(1);
    String path = IdxBytes.write(directory, "bomb.gz", IdxBytes.gzip(zeros));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> IdxFingerprint.of(HADOOP, path))
        .isInstanceOf(IdxException.class)
        .hasMessageStartingWith("More bytes than the header says: " + path);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(FIXED_BYTES);
  }

  /** Files with holes: none of these bytes is stored. */
  @ParameterizedTest
  @ValueSource(longs = {(1L << 31) - 1, 1L << 31, (1L << 31) + 1, (1L << 32) - 1})
  void readsTheLastItemsOfFilesOfGigabytes(long count) throws IOException {
    Path path = directory.resolve("labels");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.writeInt(0x0801);
      file.writeInt((int) count);
      file.setLength(8 + count);
      file.seek(8 + count - 2);
      file.write(new byte[] {3, 4});
    }
    IdxFile labels = IdxFile.inspect(HADOOP, path.toString(), IdxKind.LABELS);
    assertThat(labels.header().count()).isEqualTo(count);
    IdxReaderFactory factory =
        new IdxReaderFactory(SENT, List.of(IdxColumns.LABEL), labels.header(), null, labels, 10);
    try (IdxPartitionReader reader =
        new IdxPartitionReader(factory, new IdxRange(count - 2, count, List.of()))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.get().getInt(0)).isEqualTo(3);
      assertThat(reader.next()).isTrue();
      assertThat(reader.get().getInt(0)).isEqualTo(4);
      assertThat(reader.next()).isFalse();
    }
  }
}

package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to an archive, its numbers are the ones that were put in or {@link
 * ModelArchiveException} refuses it, and a network that was to be restored from it stays as it was.
 * What is damaged beside the numbers (dates, the zip's directory, the configuration) may load.
 */
class ModelArchiveFuzzTest {
  private static final int CASES = 2_000;

  /** The numbers of network and updater some times over: Java's copy, the zip's, those restored. */
  private static final long MOST_BYTES = 24 << 20;

  private static final Architecture LENET = Architecture.LENET5;
  private static final int ITERATIONS = 3;
  private static final int[] EXTREMES = {
    0, 1, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -2, -1
  };
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MultiLayerNetwork trained = trained();
  private final byte[] whole = ModelArchive.bytes(trained);
  private final List<Entry> entries = entries(whole);
  private final MultiLayerNetwork target = LENET.network(LENET.defaults(), 8);
  private final NetworkState before = NetworkState.of(target);

  private record Entry(String name, Content content) {}

  /** Bytes that are never changed in place. */
  private interface Content {
    byte[] bytes();
  }

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = LENET.network(LENET.defaults(), 7);
    network.fit(
        Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(20, 1).iterator()), 20).next());
    return network;
  }

  @Test
  void givesTheNumbersOrRefusesTwoThousandMutants() {
    AtomicLong seed = new AtomicLong();
    AtomicLong restored = new AtomicLong();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          check(-1, whole);
          for (; seed.get() < CASES; seed.incrementAndGet()) {
            byte[] mutant = mutant(new SplittableRandom(seed.get()));
            restored.addAndGet(check(seed.get(), mutant) ? 1 : 0);
          }
        },
        () -> "hangs in case " + seed);
    assertThat(restored).as("restored").hasValueBetween(CASES / 20L, CASES / 2L);
  }

  /** Whether a network was restored from it. */
  private boolean check(long seed, byte[] mutant) {
    try {
      long start = THREADS.getCurrentThreadAllocatedBytes();
      boolean read = reads(mutant);
      boolean restores = restores(mutant);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - start;
      assertThat(allocated).as("bytes allocated in case %d", seed).isLessThan(MOST_BYTES);
      assertThat(read || !restores).as("case %d restores what it does not read", seed).isTrue();
      return restores;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("case %d: neither the numbers nor a refusal".formatted(seed), e);
    }
  }

  private boolean reads(byte[] mutant) {
    try {
      float[] found = ModelArchive.parameters(mutant, LENET);
      requireEqual(found, Floats.of(trained.params()));
      return true;
    } catch (ModelArchiveException e) {
      assertThat(e).hasMessageStartingWith("expected the 61706 float32 parameters of lenet5, ");
      return false;
    }
  }

  private boolean restores(byte[] mutant) {
    try {
      ModelArchive.restore(mutant, LENET, target, ITERATIONS, 1);
      NetworkState found = NetworkState.of(target);
      requireEqual(found.parameters(), Floats.of(trained.params()));
      requireEqual(found.updaterState(), Floats.of(trained.getUpdater().getStateViewArray()));
      assertThat(found.iterations()).isEqualTo(ITERATIONS);
      before.copyTo(target);
      return true;
    } catch (ModelArchiveException e) {
      assertThat(e).hasMessageStartingWith("expected the ");
      requireEqual(Floats.of(target.params()), before.parameters());
      assertThat(target.getIterationCount()).isZero();
      return false;
    }
  }

  private static void requireEqual(float[] found, float[] expected) {
    assertThat(Arrays.mismatch(found, expected)).as("the first number that differs").isEqualTo(-1);
  }

  private byte[] mutant(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> flip(whole, whole.length, random);
      case 1 -> nearAHeader(random);
      case 2 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 3 -> zip(withHarmedArray(random));
      case 4 -> zip(withBomb(random));
      case 5 -> zip(reordered(random));
      default -> flip(whole, 40, random);
    };
  }

  private static byte[] flip(byte[] bytes, int most, SplittableRandom random) {
    byte[] result = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      result[random.nextInt(most)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** A bit, or a word of 2, 4 or 8 bytes, of a local header, a data descriptor or the directory. */
  private byte[] nearAHeader(SplittableRandom random) {
    List<Integer> headers = new ArrayList<>();
    for (int i = 0; i < whole.length - 3; i++) {
      if (whole[i] == 'P' && whole[i + 1] == 'K' && whole[i + 2] < 9 && whole[i + 3] < 9) {
        headers.add(i);
      }
    }
    byte[] result = whole.clone();
    int at = headers.get(random.nextInt(headers.size())) + random.nextInt(48);
    at = Math.min(at, whole.length - Long.BYTES);
    ByteBuffer words = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    switch (random.nextInt(4)) {
      case 0 -> words.putShort(at, (short) extreme);
      case 1 -> words.putInt(at, extreme);
      case 2 -> words.putLong(at, extreme);
      default -> result[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** What stands before the numbers altered, or bytes cut off or added, all with a right CRC. */
  private List<Entry> withHarmedArray(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    int place = 1 + random.nextInt(2);
    byte[] content = entries.get(place).content().bytes();
    long numbers = LENET.parameters() * (place == 1 ? 1 : 2);
    int head = Math.toIntExact(content.length - numbers * Float.BYTES);
    byte[] harmed =
        switch (random.nextInt(4)) {
          case 0 -> flip(content, head, random);
          case 1 -> Arrays.copyOf(content, random.nextInt(content.length));
          case 2 -> Arrays.copyOf(content, content.length + 1 + random.nextInt(100));
          default -> {
            byte[] copy = content.clone();
            int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
            // Half of them hit the count: 8 bytes before "FLOAT" and its length.
            int at = head - (random.nextBoolean() ? 11 : 15);
            at = random.nextBoolean() ? at : random.nextInt(head - Integer.BYTES + 1);
            ByteBuffer.wrap(copy).putInt(at, extreme);
            yield copy;
          }
        };
    result.set(place, new Entry(entries.get(place).name(), () -> harmed));
    return result;
  }

  /** Up to 4 MB of zeros in some kilobytes, before the numbers or in their place. */
  private List<Entry> withBomb(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    byte[] zeros = new byte[random.nextInt(4 << 20)];
    int place = random.nextInt(entries.size());
    if (random.nextBoolean()) {
      result.set(place, new Entry(entries.get(place).name(), () -> zeros));
    } else {
      String name = "n".repeat(1 + random.nextInt(65_000));
      result.add(random.nextInt(3), new Entry(name, () -> zeros));
    }
    return result;
  }

  private List<Entry> reordered(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    if (random.nextBoolean()) {
      result.remove(random.nextInt(result.size()));
    }
    Collections.rotate(result, random.nextInt(3));
    for (int more = random.nextInt(200); more > 0; more--) {
      result.add(random.nextInt(result.size()), new Entry("empty" + more, () -> new byte[0]));
    }
    return result;
  }

  private static byte[] zip(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        byte[] content = entry.content().bytes();
        boolean zeros = content.length > 0 && content[content.length - 1] == 0;
        zip.setLevel(zeros ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(content);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static List<Entry> entries(byte[] archive) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        entries.add(new Entry(entry.getName(), () -> content));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return entries;
  }
}

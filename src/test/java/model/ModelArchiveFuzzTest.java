package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MultiLayerNetwork trained = trained();
  private final byte[] whole = ModelArchive.bytes(trained);
  private final ArchiveMutants mutants = new ArchiveMutants(whole, LENET);
  private final MultiLayerNetwork target = LENET.network(LENET.defaults(), 8);
  private final NetworkState before = NetworkState.of(target);

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
            byte[] mutant = mutants.of(seed.get());
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
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.RunException;
import io.RunMutant;
import io.idx.IdxException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the records of a complete run are made of, {@code train} finds it complete or refuses
 * it, {@code evaluate} scores it or refuses it, with an error that names the run; and the epochs
 * stay as they were.
 */
class ResumeFuzzTest {
  private static final int EPOCHS = 2;

  /** More than once in the profile for long tests. */
  private static final int TIMES = Integer.getInteger("fuzz.times", 1);

  /** What a refusal may allocate: records, models, the data's fingerprint, Spark's plans. */
  private static final long MOST_BYTES = 64_000_000;

  private static final List<Class<? extends Exception>> DOCUMENTED =
      List.of(
          RunException.class,
          ResumeException.class,
          UnusableDataException.class,
          IdxException.class);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path folder;

  private static SmallRun run;
  private static List<String> hashes;

  @BeforeAll
  static void trainAndScore() throws Exception {
    run = SmallRun.in(folder).withData();
    run.begin("--epochs", Integer.toString(EPOCHS));
    assertThat(run.evaluate()).isEqualTo(EPOCHS);
    hashes = run.hashes();
  }

  private interface Use {
    void run() throws Exception;
  }

  @ParameterizedTest
  @CsvSource({"run.json, 200", "epochs/00001/epoch.json, 100", "epochs/00002/epoch.json, 100"})
  void resumesAndScoresSoundlyOrRefuses(String name, int cases) throws Exception {
    int all = cases * TIMES;
    Path file = run.file(name);
    byte[] whole = Files.readAllBytes(file);
    AtomicLong seed = new AtomicLong();
    AtomicInteger refused = new AtomicInteger();
    Map<String, String> before = run.contents();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (; seed.get() < all; seed.incrementAndGet()) {
            byte[] mutant = RunMutant.of(whole, seed.get());
            for (Use use : List.<Use>of(run::train, run::evaluate)) {
              Files.write(file, mutant);
              refused.addAndGet(refuses(use, seed.get(), mutant) ? 1 : 0);
            }
            Files.write(file, whole);
          }
        },
        () -> "hangs in case %d of %s".formatted(seed.get(), file));
    assertThat(run.contents()).isEqualTo(before);
    assertThat(run.hashes()).isEqualTo(hashes);
    assertThat(refused.get()).as("refused").isBetween(all, all * 2 - all / 10);
  }

  private static boolean refuses(Use use, long seed, byte[] mutant) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      use.run();
      return false;
    } catch (Exception e) {
      if (!DOCUMENTED.contains(e.getClass())) {
        throw new AssertionError(
            "case %d: neither taken nor refused: %s".formatted(seed, RunMutant.start(mutant)), e);
      }
      assertThat(e).as("case %d", seed).hasMessageContaining(folder.toString());
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("bytes to refuse case %d", seed)
          .isLessThan(MOST_BYTES);
      return true;
    }
  }
}

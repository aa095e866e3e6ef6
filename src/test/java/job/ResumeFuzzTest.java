package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.RunException;
import io.RunMutant;
import io.RunRecord;
import io.RunWriter;
import io.Sha256;
import io.idx.IdxException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import model.Architecture;
import model.ArchiveMutants;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the records and the last model of a run are made of, of which two of three epochs are
 * kept, {@code train} trains the third as it would have been, and {@code evaluate} scores what is
 * kept; or they refuse it, with an error that names the run, and the epochs stay as they were.
 */
class ResumeFuzzTest {
  private static final int KEPT = 2;
  private static final int EPOCHS = 3;

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

  private static byte[] begun;

  /** Of the parameters of all three epochs, had nobody touched the run. */
  private static List<String> hashes;

  @BeforeAll
  static void trainTwoEpochsOfThree() throws Exception {
    SmallRun whole = SmallRun.in(Files.createDirectory(folder.resolve("whole"))).withData();
    whole.begin("--epochs", Integer.toString(EPOCHS));
    hashes = whole.parameters();
    run = SmallRun.in(Files.createDirectory(folder.resolve("cut"))).withData();
    run.begin("--epochs", Integer.toString(KEPT));
    try (RunWriter writer = RunWriter.take(new Configuration(), run.runs(), "run")) {
      RunRecord record = writer.begun().orElseThrow();
      writer.update(record.extendedTo(EPOCHS).in(RunRecord.State.RUNNING));
    }
    begun = Files.readAllBytes(run.file("run.json"));
  }

  private interface Use {
    void run() throws Exception;
  }

  /** What stands in files of the run instead of what belongs there, by the names of the files. */
  private interface Mutants {
    Map<String, byte[]> of(long seed) throws Exception;
  }

  @ParameterizedTest
  @CsvSource({"run.json, 50", "epochs/00001/epoch.json, 25", "epochs/00002/epoch.json, 25"})
  void goesOnAndScoresSoundlyOrRefusesRecords(String name, int cases) throws Exception {
    byte[] whole = Files.readAllBytes(run.file(name));
    tryAll(cases * TIMES, seed -> Map.of(name, RunMutant.of(whole, seed)));
  }

  /** Whose size and SHA-256 the record vouches for. */
  @Test
  void goesOnAndScoresSoundlyOrRefusesModels() throws Exception {
    String record = "epochs/00002/epoch.json";
    ObjectMapper json = new ObjectMapper();
    ObjectNode vouching = (ObjectNode) json.readTree(run.file(record).toFile());
    byte[] whole = Files.readAllBytes(run.file("epochs/00002/model.zip"));
    ArchiveMutants mutants = new ArchiveMutants(whole, Architecture.LENET5);
    tryAll(
        30 * TIMES,
        seed -> {
          byte[] mutant = mutants.of(seed);
          vouching.put("modelBytes", mutant.length).put("modelSha256", Sha256.of(mutant));
          return Map.of("epochs/00002/model.zip", mutant, record, json.writeValueAsBytes(vouching));
        });
  }

  private static void tryAll(int cases, Mutants mutants) throws Exception {
    AtomicLong seed = new AtomicLong();
    AtomicInteger refused = new AtomicInteger();
    Map<String, String> before = run.contents();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5L * TIMES),
        () -> {
          for (; seed.get() < cases; seed.incrementAndGet()) {
            refused.addAndGet(refusals(seed.get(), mutants.of(seed.get())));
          }
        },
        () -> "hangs in case " + seed);
    assertThat(run.contents()).isEqualTo(before);
    assertThat(refused.get()).as("refused").isBetween(cases / 2, cases * 2 - cases / 10);
  }

  /** Of train and evaluate. */
  private static int refusals(long seed, Map<String, byte[]> mutant) throws Exception {
    Map<String, byte[]> whole = new HashMap<>();
    for (String name : mutant.keySet()) {
      whole.put(name, Files.readAllBytes(run.file(name)));
    }
    put(mutant);
    try {
      boolean scored = !refuses(run::evaluate, seed, mutant);
      boolean trained = !refuses(run::train, seed, mutant);
      if (trained) {
        assertSound(run.parameters(), scored, "case " + seed);
      }
      return (scored ? 0 : 1) + (trained ? 0 : 1);
    } finally {
      put(whole);
      forgetWhatWasMade();
    }
  }

  /** Training reads no model but the last; that of another hash is for evaluate to find. */
  private static void assertSound(List<String> found, boolean scored, String of) {
    assertThat(found).as(of).hasSizeGreaterThanOrEqualTo(KEPT);
    int both = Math.min(found.size(), EPOCHS);
    assertThat(found.subList(KEPT, both)).as(of).isEqualTo(hashes.subList(KEPT, both));
    if (scored) {
      assertThat(found.subList(0, KEPT)).as(of).isEqualTo(hashes.subList(0, KEPT));
    }
  }

  private static void put(Map<String, byte[]> files) throws Exception {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(run.file(file.getKey()), file.getValue());
    }
  }

  private static void forgetWhatWasMade() throws Exception {
    delete(folder.resolve("cut/evaluations.parquet"));
    for (int epoch = KEPT + 1; Files.exists(run.file("epochs/%05d".formatted(epoch))); epoch++) {
      delete(run.file("epochs/%05d".formatted(epoch)));
    }
    Files.write(run.file("run.json"), begun);
  }

  private static void delete(Path folder) throws Exception {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean refuses(Use use, long seed, Map<String, byte[]> mutant) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      use.run();
      return false;
    } catch (Exception e) {
      if (!DOCUMENTED.contains(e.getClass())) {
        String start = mutant.values().stream().map(RunMutant::start).toList().toString();
        throw new AssertionError(
            "case %d: neither taken nor refused: %s".formatted(seed, start), e);
      }
      assertThat(e).as("case %d", seed).hasMessageContaining(folder.toString());
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("bytes to refuse case %d", seed)
          .isLessThan(MOST_BYTES);
      return true;
    }
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ChampionRecord;
import io.DecisionRecord;
import io.DecisionTable;
import io.FullFileSystem;
import io.LeaseHeldException;
import io.ModelDirectory;
import io.ModelVersion;
import io.Outcome;
import io.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.SparkSessions;
import testing.Submit;

/**
 * Nights on a growing part of MNIST, or of drawn digits where it is not at hand: with all that goes
 * wrong in a month, and again without. Both come to the same decisions. A build plays the first
 * twelve, on which all of that happens; profile "long" all thirty.
 */
class MonthIT {
  private static final int NIGHTS = Integer.getInteger("month.nights", 12);
  private static final int FIRST_ROWS = 400;
  private static final int ROWS_A_NIGHT = 30;
  private static final int TEST_ROWS = 1_000;
  private static final double MARGIN = 0.05;

  private static final int NOTHING_NEW = 3;
  private static final int SPOILT = 4;
  private static final int WITHOUT_A_CLASS = 5;
  private static final int KILLED_IN_TRAINING = 6;
  private static final int KILLED_IN_PROMOTION = 7;
  private static final int FULL_DISK = 8;
  private static final int AFTER_A_ROLLBACK = 10;
  private static final int DAMAGED_CHAMPION = 11;

  @TempDir static Path folder;

  private static DigitRows digits;

  @BeforeAll
  static void writeTheDataOfEachNight() throws Exception {
    String mnist = System.getProperty("mnist.dir");
    int most = rows(NIGHTS);
    DigitRows test;
    if (mnist.isEmpty()) {
      DigitRows all = DigitRows.drawn(most + TEST_ROWS, folder.resolve("drawn"));
      digits = all.first(most);
      test = new DigitRows(all.rows().subList(most, most + TEST_ROWS));
    } else {
      digits = DigitRows.of(Path.of(mnist), "train").first(most);
      test = DigitRows.of(Path.of(mnist), "t10k").first(TEST_ROWS);
    }
    for (int night = 1; night <= NIGHTS; night++) {
      dataOf(night).write(data(night), "train");
      test.write(data(night), "t10k");
    }
  }

  private static int rows(int night) {
    return FIRST_ROWS + ROWS_A_NIGHT * (night - 1);
  }

  private static DigitRows dataOf(int night) {
    DigitRows grown = digits.first(rows(night == NOTHING_NEW ? night - 1 : night));
    SplittableRandom random = new SplittableRandom(night);
    return switch (night) {
      case SPOILT -> grown.relabelled(rows(night) - ROWS_A_NIGHT / 10, row -> random.nextInt(10));
      case WITHOUT_A_CLASS -> grown.only(row -> row.label() != 7);
      default -> grown;
    };
  }

  private static Path data(int night) {
    return folder.resolve("data-" + night);
  }

  private static String date(int night) {
    return String.format(Locale.ROOT, "2026-10-%02d", night);
  }

  @Test
  void comesToTheSameDecisionsWhateverGoesWrong() throws Exception {
    Month disturbed = new Month(folder.resolve("disturbed"));
    for (int night = 1; night <= NIGHTS; night++) {
      disturbed.playDisturbed(night);
    }
    deleteTestSets();
    Month undisturbed = new Month(folder.resolve("undisturbed"));
    for (int night = 1; night <= NIGHTS; night++) {
      if (night == AFTER_A_ROLLBACK) {
        undisturbed.rollBack();
      }
      undisturbed.play(night);
    }

    List<DecisionRecord> table = disturbed.table();
    table.forEach(row -> System.out.println(line(row)));
    assertThat(table)
        .extracting(DecisionRecord::date)
        .containsExactlyElementsOf(
            Stream.iterate(1, n -> n + 1).limit(NIGHTS).map(MonthIT::date).toList());
    assertThat(table.get(NOTHING_NEW - 1).outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(table.get(WITHOUT_A_CLASS - 1).outcome()).isEqualTo(Outcome.DATA_REFUSED);
    assertThat(table.get(KILLED_IN_PROMOTION - 1).outcome()).isEqualTo(Outcome.PROMOTED);
    assertEveryPromotionWasRight(table);
    disturbed.assertWhole(table);
    assertThat(undisturbed.table())
        .usingRecursiveComparison()
        .ignoringFields("seconds", "decidedAt", "testAccuracy")
        .isEqualTo(table);
    assertThat(undisturbed.champions()).isEqualTo(disturbed.champions());
  }

  /** They decide nothing: the second month does without, and is the sooner over. */
  private static void deleteTestSets() throws IOException {
    for (int night = 1; night <= NIGHTS; night++) {
      Files.delete(data(night).resolve("t10k-images-idx3-ubyte"));
      Files.delete(data(night).resolve("t10k-labels-idx1-ubyte"));
    }
  }

  /** By the test set, which decided nothing: worse by the margin at most. */
  private static void assertEveryPromotionWasRight(List<DecisionRecord> table) {
    List<DecisionRecord> promoted =
        table.stream().filter(row -> row.outcome() == Outcome.PROMOTED).toList();
    assertThat(promoted).hasSizeGreaterThan(3);
    for (DecisionRecord row : promoted) {
      if (row.championBefore() != null) {
        double before =
            table.stream()
                .filter(other -> row.championBefore().equals(other.version()))
                .mapToDouble(DecisionRecord::testAccuracy)
                .findFirst()
                .orElseThrow();
        assertThat(row.testAccuracy()).as(line(row)).isGreaterThan(before - MARGIN);
      }
    }
  }

  private static String line(DecisionRecord row) {
    return "| %s | %d | %s | %s | %s |"
        .formatted(
            row.date(),
            row.rows(),
            row.outcome(),
            row.testAccuracy() == null ? "" : "%.2f %%".formatted(100 * row.testAccuracy()),
            row.reason());
  }

  /** A month in a folder of its own. */
  private static final class Month {
    private final Path place;

    Month(Path place) {
      this.place = place;
    }

    private List<String> options(int night) {
      List<String> options = new ArrayList<>(List.of("--date", date(night)));
      options.addAll(List.of("--data", data(night).toString()));
      options.addAll(List.of("--runs", place.resolve("runs").toString()));
      options.addAll(List.of("--replicas", "2", "--epochs", "2"));
      options.addAll(List.of("--batch-size", "16", "--learning-rate", "0.002"));
      options.addAll(List.of("--floor", "0.3", "--keep", "5"));
      // Of the one that is killed in its promotion there is to be one, whatever the data are.
      boolean promoted = night == KILLED_IN_PROMOTION;
      options.addAll(List.of("--margin", promoted ? "0.99" : Double.toString(MARGIN)));
      options.addAll(List.of("--most-recall-loss", promoted ? "1" : "0.3"));
      return options;
    }

    private DecisionRecord playAt(String models, int night) throws Exception {
      List<String> options = options(night);
      options.addAll(List.of("--models", models));
      return InThisJvm.retrain(options.toArray(String[]::new));
    }

    private String models() {
      return place.resolve("models").toString();
    }

    DecisionRecord play(int night) throws Exception {
      return playAt(models(), night);
    }

    void playDisturbed(int night) throws Exception {
      switch (night) {
        case KILLED_IN_TRAINING ->
            killed(night, () -> holds("runs", "epochs/00001/epoch.json", night));
        case KILLED_IN_PROMOTION ->
            killed(night, () -> holds("models/mnist/versions", "BLESSED", night));
        case FULL_DISK -> failsOnAFullDisk(night);
        case AFTER_A_ROLLBACK -> rollBack();
        case DAMAGED_CHAMPION -> failsBesideADamagedChampion(night);
        default -> {}
      }
      play(night);
    }

    /** Whether a folder of that night, in another, has a file. */
    private boolean holds(String in, String file, int night) throws IOException {
      if (!Files.exists(place.resolve(in))) {
        return false;
      }
      try (Stream<Path> entries = Files.list(place.resolve(in))) {
        return entries
            .filter(entry -> entry.getFileName().toString().contains(date(night)))
            .anyMatch(entry -> Files.exists(entry.resolve(file)));
      }
    }

    private interface Moment {
      boolean hasCome() throws IOException;
    }

    /**
     * A process is killed. Another start, while it lives, is sent away; if it is still waiting for
     * a sign of life when there is none any more, it plays the night.
     */
    private void killed(int night, Moment moment) throws Exception {
      List<String> words = new ArrayList<>(List.of("--master", "local[2]", "retrain"));
      words.addAll(options(night));
      words.addAll(List.of("--models", models()));
      Path log = folder.resolve("night-" + night + ".log");
      Process process = new Submit().start(log, words.toArray(String[]::new));
      CompletableFuture<Throwable> beside = null;
      try {
        while (!moment.hasCome()) {
          assertThat(process.isAlive()).as(() -> Submit.read(log)).isTrue();
          if (beside == null && isUnderWay(night)) {
            beside = CompletableFuture.supplyAsync(() -> catchThrowable(() -> play(night)));
          }
          Thread.sleep(1);
        }
      } finally {
        Processes.kill(process.toHandle());
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(() -> Submit.read(log)).isEqualTo(137);
      assertThat(beside).isNotNull();
      Throwable sentAway = beside.get(2, TimeUnit.MINUTES);
      if (sentAway != null) {
        assertThat(sentAway)
            .isInstanceOf(LeaseHeldException.class)
            .hasMessageContaining("Model file:%s/mnist is being written by process", models());
      }
    }

    private boolean isUnderWay(int night) throws IOException {
      return model()
          .status()
          .map(status -> status.state().equals("RUNNING") && status.date().equals(date(night)))
          .orElse(false);
    }

    private void failsOnAFullDisk(int night) throws Exception {
      Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
      FullFileSystem.makeKnown(hadoop);
      FullFileSystem disk = FullFileSystem.shared(hadoop);
      disk.leaveCalls(6); // the lease, and some of the version
      try {
        assertThatThrownBy(() -> playAt("full:" + models(), night))
            .hasMessageContaining("No space left on device");
      } finally {
        disk.makeRoom();
      }
      FullDiskTest.endItsProcess(place.resolve("models/mnist/lease"));
      FullDiskTest.endItsProcess(place.resolve("models/mnist/champion-lease"));
    }

    void rollBack() {
      InThisJvm.models("rollback", models(), "--reason", "a test");
    }

    private void failsBesideADamagedChampion(int night) throws Exception {
      ModelDirectory model = model();
      Path archive =
          place.resolve(
              "models/mnist/versions/" + model.champion().orElseThrow().version() + "/model.zip");
      byte[] whole = Files.readAllBytes(archive);
      Files.write(archive, new byte[whole.length]);
      assertThatThrownBy(() -> play(night))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("is not the file that BLESSED vouches for");
      Files.write(archive, whole);
    }

    private ModelDirectory model() throws IOException {
      return ModelDirectory.at(new Configuration(), models(), "mnist");
    }

    List<DecisionRecord> table() throws Exception {
      return DecisionTable.read(models(), "mnist");
    }

    List<String> champions() throws IOException {
      return model().champions().stream().map(ChampionRecord::version).toList();
    }

    /** One who was killed before he had signed his staging folder leaves it for an hour. */
    private static boolean isLeft(Path path) {
      String name = path.getFileName().toString();
      return name.endsWith(".part")
          || (name.startsWith("_staging") && Files.exists(path.resolve("owner.json")));
    }

    /** What is kept is whole, and nothing lies about that nobody knows. */
    void assertWhole(List<DecisionRecord> table) throws Exception {
      ModelDirectory model = model();
      String champion = model.champion().orElseThrow().version();
      assertThat(champion).isEqualTo(table.get(NIGHTS - 1).championAfter());
      for (ModelVersion version : model.versions()) {
        version.requireWhole();
      }
      assertThat(model.versions())
          .extracting(version -> version.record().version())
          .contains(champion);
      try (Stream<Path> versions = Files.list(place.resolve("models/mnist/versions"))) {
        assertThat(versions.count()).isEqualTo(model.versions().size());
      }
      try (Stream<Path> all = Files.walk(place)) {
        assertThat(all.filter(Month::isLeft)).isEmpty();
      }
      try (Stream<Path> runs = Files.list(place.resolve("runs"))) {
        assertThat(
                runs.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("mnist-")))
            .containsExactlyInAnyOrderElementsOf(
                table.stream().map(DecisionRecord::runId).filter(id -> id != null).toList());
      }
    }
  }
}

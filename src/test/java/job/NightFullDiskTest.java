package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ChampionRecord;
import io.DecisionRecord;
import io.DecisionTable;
import io.FullFileSystem;
import io.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/**
 * A night whose disk refuses, from the first call on, to make and to move files, and is started
 * again with room for one call more, until it ends: each start is stopped in another place.
 */
class NightFullDiskTest {
  private static final int ROWS = 300;

  @TempDir Path folder;
  private FullFileSystem disk;

  @BeforeEach
  void openDisk() throws Exception {
    Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
    FullFileSystem.makeKnown(hadoop);
    disk = FullFileSystem.shared(hadoop);
    disk.makeRoom();
    DigitRows digits = DigitRows.drawn(ROWS, folder.resolve("drawn"));
    digits.first(ROWS / 2).write(folder.resolve("some"), "train");
    digits.write(folder.resolve("more"), "train");
  }

  @AfterEach
  void makeRoom() {
    disk.makeRoom();
  }

  private DecisionRecord night(String place, String date, String data) throws Exception {
    List<String> options = new ArrayList<>(List.of("--models", models(place), "--date", date));
    options.addAll(List.of("--runs", "full:" + folder.resolve(place + "/runs")));
    options.addAll(List.of("--data", folder.resolve(data).toString(), "--kernels", "dl4j"));
    options.addAll(List.of("--epochs", "2", "--batch-size", "16"));
    // Whatever the second one is like, it is promoted.
    options.addAll(List.of("--floor", "0", "--margin", "0.99", "--most-recall-loss", "1"));
    return InThisJvm.retrain(options.toArray(String[]::new));
  }

  private String models(String place) {
    return "full:" + folder.resolve(place + "/models");
  }

  private String champion(String place) throws Exception {
    Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
    ModelDirectory model = ModelDirectory.at(hadoop, models(place), "mnist");
    ChampionRecord champion = model.champion().orElseThrow();
    model.versionOf(champion).requireWhole();
    return champion.version();
  }

  @Test
  void comesToTheSameDecisionWhereverItWasStopped() throws Exception {
    DecisionRecord first = night("undisturbed", "2026-11-21", "some");
    DecisionRecord second = night("undisturbed", "2026-11-22", "more");
    assertThat(champion("undisturbed")).isEqualTo(second.version());

    night("disturbed", "2026-11-21", "some");
    int failures = 0;
    while (fails("disturbed", failures)) {
      failures++;
      assertThat(champion("disturbed")).isIn(first.version(), second.version());
    }

    // Of the version eight files and of the table two, of each epoch two, and others.
    assertThat(failures).isGreaterThan(12);
    assertThat(champion("disturbed")).isEqualTo(second.version());
    assertThat(DecisionTable.read(models("disturbed"), "mnist"))
        .usingRecursiveComparison()
        .ignoringFields("seconds", "decidedAt")
        .isEqualTo(List.of(first, second));
    assertThat(names("disturbed")).isEqualTo(names("undisturbed"));
  }

  private boolean fails(String place, int calls) throws Exception {
    disk.leaveCalls(calls);
    Throwable failure = catchThrowable(() -> night(place, "2026-11-22", "more"));
    disk.makeRoom();
    if (failure == null) {
      return false;
    }
    assertThat(failure).as("after %d calls", calls).hasMessageContaining("No space left on device");
    for (String lease : List.of("lease", "champion-lease")) {
      FullDiskTest.endItsProcess(folder.resolve(place + "/models/mnist").resolve(lease));
    }
    try (Stream<Path> runs = Files.list(folder.resolve(place + "/runs"))) {
      for (Path run : runs.toList()) {
        FullDiskTest.endItsProcess(run.resolve("lease"));
      }
    }
    return true;
  }

  /** Of all files but the leases, whose numbers tell how often somebody came. */
  private List<String> names(String place) throws Exception {
    try (Stream<Path> all = Files.walk(folder.resolve(place))) {
      return all.filter(Files::isRegularFile)
          .map(path -> folder.resolve(place).relativize(path).toString())
          .filter(name -> !name.contains("lease/"))
          .sorted()
          .toList();
    }
  }
}

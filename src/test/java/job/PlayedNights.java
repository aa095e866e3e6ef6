package job;

import io.ChampionRecord;
import io.DecisionRecord;
import io.DecisionTable;
import io.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nights on drawn digits, a few hundred of them. Two are played before the tests, which go on after
 * the first, or after both.
 */
abstract class PlayedNights {
  private static final int ROWS = 700;

  @TempDir static Path shared;
  @TempDir Path folder;

  static DigitRows digits;

  /** What the nights of a test heard of earlier ones. */
  final List<DecisionRecord> carriedOut = new ArrayList<>();

  /** Played once: two nights with which many a test begins, in a folder each. */
  static DecisionRecord firstNight;

  private static DecisionRecord secondNight;

  @BeforeAll
  static void drawDigitsAndPlayTwoNights() throws Exception {
    digits = DigitRows.drawn(ROWS, shared.resolve("drawn"));
    digits.first(400).write(shared.resolve("some"), "train");
    digits.write(shared.resolve("more"), "train");
    digits.first(100).write(shared.resolve("more"), "t10k");
    digits.reversed().write(shared.resolve("reversed"), "train");
    digits.only(row -> row.label() != 3).write(shared.resolve("without-threes"), "train");
    digits.relabelled(400, row -> row % 10).write(shared.resolve("spoilt"), "train");
    Path one = shared.resolve("one night");
    firstNight = night(one, heard -> {}, "2026-11-21", "some", 2);
    copy(one, shared.resolve("two nights"));
    secondNight = night(shared.resolve("two nights"), heard -> {}, "2026-11-22", "more", 6);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copied = to.resolve(from.relativize(path));
        if (!Files.isDirectory(copied)) {
          Files.copy(path, copied, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** After the night of 21 November, of some of the digits. */
  DecisionRecord first() throws Exception {
    copy(shared.resolve("one night"), folder);
    return firstNight;
  }

  /** And after that of the day after, of more of them, which was promoted, too. */
  DecisionRecord second() throws Exception {
    copy(shared.resolve("two nights"), folder);
    return secondNight;
  }

  DecisionRecord night(String date, String data, int epochs, String... others) throws Exception {
    return night(folder, carriedOut::add, date, data, epochs, others);
  }

  private static DecisionRecord night(
      Path place, Ledger.Listener listener, String date, String data, int epochs, String... others)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("--date", date));
    options.addAll(List.of("--models", place.resolve("models").toString()));
    options.addAll(List.of("--runs", place.resolve("runs").toString()));
    options.addAll(List.of("--data", shared.resolve(data).toString()));
    options.addAll(List.of("--batch-size", "16", "--epochs", Integer.toString(epochs)));
    options.addAll(List.of("--floor", "0.3", "--most-recall-loss", "1"));
    options.addAll(List.of(others));
    return InThisJvm.retrain(listener, options.toArray(String[]::new));
  }

  String models() {
    return folder.resolve("models").toString();
  }

  Path runs() {
    return folder.resolve("runs");
  }

  ModelDirectory model() throws Exception {
    return ModelDirectory.at(new Configuration(), models(), "mnist");
  }

  List<DecisionRecord> table() throws Exception {
    return DecisionTable.read(models(), "mnist");
  }

  String champion() throws Exception {
    return model().champion().map(ChampionRecord::version).orElse("none");
  }

  void rollBack() {
    InThisJvm.models("rollback", models(), "--reason", "by a test");
  }

  long runsMade() throws Exception {
    try (Stream<Path> made = Files.list(runs())) {
      return made.filter(path -> path.getFileName().toString().startsWith("mnist-")).count();
    }
  }
}

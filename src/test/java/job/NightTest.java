package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ChampionRecord;
import io.ChampionWriter;
import io.DecisionRecord;
import io.DecisionTable;
import io.ModelDirectory;
import io.ModelVersion;
import io.Outcome;
import io.RunException;
import io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights on drawn digits, a few hundred of them. */
class NightTest {
  private static final int ROWS = 700;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static DigitRows digits;

  /** What the nights of a test heard of earlier ones. */
  private final List<DecisionRecord> carriedOut = new ArrayList<>();

  /** Played once: two nights with which many a test begins, in a folder each. */
  private static DecisionRecord firstNight;

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
  private DecisionRecord first() throws Exception {
    copy(shared.resolve("one night"), folder);
    return firstNight;
  }

  /** And after that of the day after, of more of them, which was promoted, too. */
  private DecisionRecord second() throws Exception {
    copy(shared.resolve("two nights"), folder);
    return secondNight;
  }

  private DecisionRecord night(String date, String data, int epochs, String... others)
      throws Exception {
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

  private String models() {
    return folder.resolve("models").toString();
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  private ModelDirectory model() throws Exception {
    return ModelDirectory.at(new Configuration(), models(), "mnist");
  }

  private List<DecisionRecord> table() throws Exception {
    return DecisionTable.read(models(), "mnist");
  }

  private String champion() throws Exception {
    return model().champion().map(ChampionRecord::version).orElse("none");
  }

  private void rollBack() {
    InThisJvm.models("rollback", models(), "--reason", "by a test");
  }

  private long runsMade() throws Exception {
    try (Stream<Path> made = Files.list(runs())) {
      return made.filter(path -> path.getFileName().toString().startsWith("mnist-")).count();
    }
  }

  @Test
  void promotesTheFirstAndWhatIsBetterAndKeepsBackWhatIsNot() throws Exception {
    DecisionRecord first = first();
    assertThat(first.outcome()).as(first.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(first.reason()).startsWith("the first: accuracy ");
    assertThat(first.championBefore()).isNull();
    assertThat(first.seenRows()).isNull();
    assertThat(first.comparison().champion()).isNull();
    assertThat(first.testAccuracy()).isNull();
    assertThat(champion()).isEqualTo(first.version()).startsWith("2026-11-21-");

    DecisionRecord second = second();
    assertThat(second.outcome()).as(second.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(second.reason()).startsWith("better: ");
    assertThat(second.championBefore()).isEqualTo(first.version());
    assertThat(second.seenRows()).isEqualTo(first.rows() - first.heldOutRows());
    assertThat(second.comparison().examples()).isEqualTo(second.heldOutRows());
    assertThat(second.testAccuracy()).isBetween(0.3, 1.0);
    assertThat(champion()).isEqualTo(second.version());

    DecisionRecord third = night("2026-11-23", "spoilt", 1);
    assertThat(third.outcome()).as(third.reason()).isEqualTo(Outcome.KEPT_BACK);
    assertThat(third.championAfter()).isEqualTo(second.version());
    assertThat(champion()).isEqualTo(second.version());
    assertThat(table()).containsExactly(first, second, third);
    assertThat(model().versions())
        .extracting(ModelVersion::isBlessed)
        .containsExactly(true, true, false);
    assertThat(model().champions())
        .extracting(ChampionRecord::version)
        .containsExactly(first.version(), second.version());
  }

  /** As {@code predict --model} names it. */
  @Test
  void keepsModelsThatPredictByName() throws Exception {
    DecisionRecord second = second();
    String model = models() + "/mnist";
    String first = second.championBefore();

    assertThat(read(model).title()).isEqualTo("lenet5, version " + second.version() + " of mnist");
    assertThat(read(model + "@" + first).title())
        .isEqualTo("lenet5, version " + first + " of mnist");
    assertThatThrownBy(() -> read(model + "@3"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(
            "No version 3 of file:%s: expected one that models list shows, found none", model);

    Path damaged = Path.of(model, "versions", first, "data.json");
    Files.writeString(damaged, Files.readString(damaged).replace("60", "61") + " ");
    assertThatThrownBy(() -> read(model + "@" + first))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("file:%s is not the file that BLESSED vouches for", damaged);
    assertThat(read(model).title()).contains(second.version());
  }

  private static ModelChoice.Read read(String words) throws Exception {
    return ModelChoice.of(words).read(new Configuration(), KernelChoice.AUTO);
  }

  @Test
  void tellsANightThatIsOverAgainAndTrainsNothingOnTheSameData() throws Exception {
    DecisionRecord first = first();

    assertThat(night("2026-11-21", "some", 2)).isEqualTo(first);
    assertThat(night("2026-11-21", "more", 1)).isEqualTo(first);
    DecisionRecord next = night("2026-11-22", "some", 2);
    assertThat(next.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(next.reason())
        .isEqualTo("same data and options as version %s, the champion", first.version());
    assertThat(next.championAfter()).isEqualTo(first.version());
    assertThat(next.version()).isNull();
    assertThat(table()).containsExactly(first, next);
    assertThat(runsMade()).isEqualTo(1);
    assertThat(night("2026-11-22", "some", 2).outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(table()).hasSize(2);
  }

  @Test
  void refusesDataThatAPersonShouldLookAtAndTrainsOnThemWhenHeHas() throws Exception {
    DecisionRecord first = first();
    DecisionRecord refused = night("2026-11-22", "without-threes", 2);

    assertThat(refused.outcome()).isEqualTo(Outcome.DATA_REFUSED);
    assertThat(refused.reason())
        .startsWith("file:" + shared.resolve("without-threes/train-images-idx3-ubyte"))
        .contains(": class 3: expected rows of it, found none; labels: expected ")
        .endsWith(". Look at the files; if they are right, start again with --accept-data-change");
    assertThat(runsMade()).isEqualTo(1);
    assertThat(champion()).isEqualTo(first.version());
    DecisionRecord accepted = night("2026-11-22", "without-threes", 2, "--accept-data-change");
    assertThat(accepted.outcome().isFinal()).isTrue();
    assertThat(model().version(accepted.version()).orElseThrow().data().accepted())
        .hasSize(2)
        .element(0)
        .isEqualTo("class 3: expected rows of it, found none");
    assertThat(table()).containsExactly(first, accepted);
  }

  /** Or a person would have to say it every night, until one is promoted. */
  @Test
  void expectsWhatWasAcceptedOnceThoughItsChallengerWasKeptBack() throws Exception {
    DecisionRecord first = night("2026-11-21", "some", 6);
    DecisionRecord accepted = night("2026-11-23", "without-threes", 1, "--accept-data-change");
    assertThat(accepted.reason()).startsWith("may be worse by 0.20 %: ");
    assertThat(accepted.championAfter()).isEqualTo(first.version());

    assertThat(night("2026-11-22", "without-threes", 2).outcome())
        .as("before it was accepted")
        .isEqualTo(Outcome.DATA_REFUSED);
    assertThat(night("2026-11-24", "without-threes", 2).outcome().isFinal()).isTrue();
    assertThat(night("2026-11-25", "more", 1).outcome().isFinal())
        .as("like the champion's")
        .isTrue();
  }

  @Test
  void takesTheSameRowsInAnotherOrderForNoNewerData() throws Exception {
    night("2026-11-21", "more", 6);

    assertThat(night("2026-11-22", "reversed", 1, "--margin", "0.9").reason())
        .startsWith("not better, and no newer data");
  }

  @Test
  void keepsBackWhatTheGatePromotesWhileTheChampionIsHeld() throws Exception {
    DecisionRecord first = first();
    InThisJvm.models("hold", models(), "--reason", "an audit");
    DecisionRecord second = night("2026-11-22", "more", 6);

    assertThat(second.outcome()).isEqualTo(Outcome.KEPT_BACK);
    assertThat(second.reason())
        .matches("the champion is held since \\S+: an audit; the gate said better: .*");
    assertThat(champion()).isEqualTo(first.version());
    InThisJvm.models("release", models(), "--reason", "it is over");
    assertThat(night("2026-11-22", "more", 6)).isEqualTo(second);
    DecisionRecord third = night("2026-11-23", "more", 7);
    assertThat(third.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(champion()).isEqualTo(third.version());
  }

  /** Longer than it takes others to see that he lives: a night of work is not lost for that. */
  @Test
  void waitsToPromoteWhileAPersonChangesTheChampion() throws Exception {
    ChampionWriter person = ChampionWriter.take(new Configuration(), models(), "mnist");
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(
            () -> {
              awaitBlessed();
              person.close();
            });
    DecisionRecord first = night("2026-11-21", "some", 2);

    assertThat(gone).isCompleted();
    assertThat(champion()).isEqualTo(first.version());
  }

  /** And a while more than it takes to be seen alive. */
  private void awaitBlessed() {
    try {
      while (model().versions().isEmpty()) {
        Thread.sleep(20);
      }
      Thread.sleep(8_000);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Of which the message says that another one is to be taken: then the nights go on. */
  @Test
  void isNotStoppedByADamagedVersionThatIsToBePromotedOnceAnotherOneIsChampion() throws Exception {
    DecisionRecord second = second();
    Files.delete(Path.of(models(), "mnist/champions/00002.json"));
    Files.copy(
        Path.of(models(), "mnist/champions/00001.json"),
        Path.of(models(), "mnist/champion.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(
        Path.of(models(), "decisions.parquet/name=mnist/date=2026-11-22/decision.parquet"));
    Files.write(Path.of(models(), "mnist/versions", second.version(), "model.zip"), new byte[10]);

    assertThatThrownBy(() -> night("2026-11-23", "some", 1))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("or take another version (models promote, models rollback)");
    InThisJvm.models("hold", models(), "--reason", "the challenger is damaged");
    assertThat(night("2026-11-23", "some", 1).outcome().isFinal()).isTrue();
    assertThat(table().get(1).reason()).startsWith("the champion is held since ");
  }

  /** As no retrain makes it: its record of rows is another's, and vouched for. */
  @Test
  void comparesNobodyWithAChampionThatKnowsTheRowsHeldOut() throws Exception {
    DecisionRecord first = first();
    Path version = Path.of(models(), "mnist/versions", first.version());
    byte[] all = digits.first(400).hashes();
    Files.write(version.resolve("trained-rows.bin"), all);
    ObjectNode marker = (ObjectNode) JSON.readTree(version.resolve("BLESSED").toFile());
    for (JsonNode file : marker.path("files")) {
      if (file.path("file").asText().equals("trained-rows.bin")) {
        ((ObjectNode) file).put("bytes", all.length).put("sha256", Sha256.of(all));
      }
    }
    JSON.writeValue(version.resolve("BLESSED").toFile(), marker);

    assertThatThrownBy(() -> night("2026-11-22", "more", 2))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith("No challenger can be compared with file:" + version)
        .hasMessageContaining("found one that was trained on %d of them", first.heldOutRows());
  }

  /** Of an earlier night than the champion's: what is not better stays. */
  @Test
  void takesNoEarlierNightForNewer() throws Exception {
    night("2026-11-21", "some", 6);

    assertThat(night("2026-11-20", "more", 1).reason()).startsWith("not better, and no newer data");
    assertThat(night("2026-11-22", "more", 1, "--margin", "0.9").reason())
        .startsWith("same data and options as version 2026-11-20-");
    assertThat(night("2026-11-23", "more", 2, "--margin", "0.9").reason())
        .startsWith("not worse by 90.00 %, of newer data");
  }

  @Test
  void beginsWithTheChampionIfAsked() throws Exception {
    DecisionRecord first = first();
    DecisionRecord second = night("2026-11-22", "more", 2, "--warm-start");

    ModelVersion champion = model().version(first.version()).orElseThrow();
    assertThat(model().version(second.version()).orElseThrow().run().retraining().initialModel())
        .isEqualTo(champion.model());
    assertThat(night("2026-11-23", "more", 2, "--warm-start").outcome())
        .isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void promotesNoVersionAgainThatWasRolledBack() throws Exception {
    DecisionRecord second = second();
    DecisionRecord first = firstNight;
    rollBack();

    assertThat(champion()).isEqualTo(first.version());
    DecisionRecord third = night("2026-11-23", "more", 6);
    assertThat(third.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(third.reason())
        .startsWith(
            "same data and options as version "
                + second.version()
                + ", which is not the champion: rolled back since; better: ");
    assertThat(champion()).isEqualTo(first.version());
    assertThat(model().champions())
        .extracting(ChampionRecord::way)
        .containsExactly(
            ChampionRecord.Way.PROMOTED,
            ChampionRecord.Way.PROMOTED,
            ChampionRecord.Way.ROLLED_BACK);
  }

  @Test
  void trainsNothingBesideAChampionThatIsDamaged() throws Exception {
    DecisionRecord first = first();
    Path archive = Path.of(models(), "mnist/versions", first.version(), "model.zip");
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    assertThatThrownBy(() -> night("2026-11-22", "more", 2))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "file:%s is not the file that BLESSED vouches for: expected SHA-256 ", archive)
        .hasMessageEndingWith(
            "restore it (its run keeps the same file: RUNS/%s/epochs/00002/model.zip), or take another version (models promote, models rollback)",
            first.runId());
    assertThat(runsMade()).isEqualTo(1);
    Files.copy(
        runs().resolve(first.runId()).resolve("epochs/00002/model.zip"),
        archive,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(night("2026-11-22", "more", 2).outcome().isFinal()).isTrue();
  }

  /** As a start leaves it that is killed when the version is kept: the next night does the rest. */
  @Test
  void carriesOutWhatWasDecidedBefore() throws Exception {
    DecisionRecord first = first();
    Files.delete(Path.of(models(), "mnist/champion.json"));
    Files.delete(Path.of(models(), "mnist/champions/00001.json"));
    Files.delete(
        Path.of(models(), "decisions.parquet/name=mnist/date=2026-11-21/decision.parquet"));
    DecisionRecord second = night("2026-11-22", "more", 1);

    assertThat(carriedOut).containsExactly(first);
    assertThat(second.championBefore()).isEqualTo(first.version());
    assertThat(table()).containsExactly(first, second);
    assertThat(model().champions().get(0).version()).isEqualTo(first.version());
  }

  /** Of a night that was killed when its version was champion, and whose row was not written. */
  @Test
  void undoesNoRollback() throws Exception {
    DecisionRecord second = second();
    DecisionRecord first = firstNight;
    Files.delete(
        Path.of(models(), "decisions.parquet/name=mnist/date=2026-11-22/decision.parquet"));
    rollBack();
    night("2026-11-23", "some", 1);

    assertThat(champion()).isEqualTo(first.version());
    assertThat(table()).element(1).isEqualTo(second);
  }

  /** Made champion by hand while a night was dead between its version and its promotion. */
  @Test
  void promotesNothingOverAChampionThatWasMadeByHand() throws Exception {
    DecisionRecord first = first();
    DecisionRecord kept = night("2026-11-22", "spoilt", 1);
    assertThat(kept.outcome()).isEqualTo(Outcome.KEPT_BACK);
    DecisionRecord third = night("2026-11-23", "more", 6);
    Files.delete(
        Path.of(models(), "decisions.parquet/name=mnist/date=2026-11-23/decision.parquet"));
    Files.delete(Path.of(models(), "mnist/champions/00002.json"));
    Files.delete(Path.of(models(), "mnist/champion.json"));
    InThisJvm.models("promote", models(), "--version-id", kept.version(), "--reason", "by a test");
    DecisionRecord told = night("2026-11-23", "more", 6);

    assertThat(told.outcome()).isEqualTo(Outcome.KEPT_BACK);
    assertThat(told.reason())
        .isEqualTo(
            "another version was made champion by hand before this one could be; the gate said "
                + third.reason());
    assertThat(told.championAfter()).isEqualTo(kept.version()).isEqualTo(champion());
    assertThat(table()).containsExactly(first, kept, told);
  }

  @Test
  void isNotStoppedByAnOldVersionThatIsDamaged() throws Exception {
    first();
    DecisionRecord kept = night("2026-11-22", "spoilt", 1);
    Path version = Path.of(models(), "mnist/versions", kept.version());
    Files.write(version.resolve("decision.json"), new byte[10]);
    Files.delete(
        Path.of(models(), "decisions.parquet/name=mnist/date=2026-11-22/decision.parquet"));
    assertThat(night("2026-11-23", "spoilt", 1).outcome()).isEqualTo(Outcome.NOTHING_NEW);
    Files.write(version.resolve("run.json"), new byte[10]);
    assertThat(night("2026-11-23", "some", 1).outcome().isFinal()).isTrue();
    Files.write(version.resolve("NOT_BLESSED"), new byte[10]);
    assertThat(night("2026-11-24", "spoilt", 2).outcome().isFinal()).isTrue();
    assertThat(version.resolve("model.zip")).exists();
  }

  @Test
  void keepsSoManyVersionsAndTheChampionAndTheOneBeforeIt() throws Exception {
    second();
    for (int day = 23; day <= 26; day++) {
      DecisionRecord worse =
          night("2026-11-" + day, "spoilt", 1, "--seed", Integer.toString(day), "--keep", "2");
      assertThat(worse.outcome()).isEqualTo(Outcome.KEPT_BACK);
    }

    assertThat(model().versions())
        .extracting(version -> version.record().date())
        .containsExactly("2026-11-21", "2026-11-22", "2026-11-25", "2026-11-26");
    assertThat(table()).hasSize(6);
  }
}

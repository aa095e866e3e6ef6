package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ChampionRecord;
import io.ChampionWriter;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.Outcome;
import io.SampleModels;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models}, of three nights: promoted, kept back, promoted. */
class ModelsJobTest {
  private static final String FIRST = SampleModels.version(21);
  private static final String KEPT_BACK = SampleModels.version(22);
  private static final String SECOND = SampleModels.version(23);

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void playThreeNights() throws Exception {
    try (ModelWriter night = night()) {
      promote(night, SampleModels.keep(night, 21, Outcome.PROMOTED));
      SampleModels.keep(night, 22, Outcome.KEPT_BACK);
      promote(night, SampleModels.keep(night, 23, Outcome.PROMOTED));
    }
  }

  private ModelWriter night() throws Exception {
    return ModelWriter.take(new Configuration(), folder.toString(), "mnist");
  }

  private static void promote(ModelWriter night, ModelVersion version) throws Exception {
    try (ChampionWriter champions = night.champions()) {
      champions.crown(
          version,
          ChampionRecord.Way.PROMOTED,
          "by a test",
          "2026-11-23T22:00:00Z",
          ChampionRecord.Hold.FREE);
    }
  }

  private Path file(String version, String name) {
    return folder.resolve("mnist/versions").resolve(version).resolve(name);
  }

  private ChampionRecord champion() throws Exception {
    return ModelDirectory.at(new Configuration(), folder.toString(), "mnist")
        .champion()
        .orElseThrow();
  }

  private String said(String command, String... options) {
    return InThisJvm.models(command, folder.toString(), options);
  }

  private int fails(String command, String... options) {
    List<String> words = new ArrayList<>(List.of("models", command));
    words.addAll(List.of("--models", folder.toString()));
    words.addAll(List.of(options));
    PrintWriter writer = new PrintWriter(err, true);
    return Main.commandLine(writer, writer).execute(words.toArray(String[]::new));
  }

  @Test
  void listsWhatBecameOfEachVersion() throws Exception {
    assertThat(said("rollback", "--reason", "reads sevens as ones"))
        .isEqualTo("champion: %s, rolled back from %s%n", FIRST, SECOND);
    Files.writeString(file(KEPT_BACK, "data.json"), "");

    assertThat(said("list").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("  version"),
            line -> assertThat(line).startsWith("* " + FIRST + "  champion ").contains("83.33 %"),
            line ->
                assertThat(line).startsWith("  " + KEPT_BACK + "  kept back ").contains("DAMAGED"),
            line -> assertThat(line).startsWith("  " + SECOND + "  rolled back "),
            line ->
                assertThat(line)
                    .startsWith("champion (*): " + FIRST + ", rolled back since ")
                    .endsWith(": reads sevens as ones"));
  }

  @Test
  void listsAVersionWithoutAChampionJsonButFails() throws Exception {
    Files.delete(folder.resolve("mnist/champion.json"));

    assertThat(fails("list")).isOne();
    assertThat(err.toString())
        .contains("champion.json is gone: expected a file, found none: copy ", "00002.json to its");
  }

  @Test
  void verifiesEachFile() throws Exception {
    assertThat(said("verify")).isEqualTo("3 whole, none damaged. champion: %s%n", SECOND);
    byte[] model = Files.readAllBytes(file(FIRST, "model.zip"));
    model[0] ^= 1;
    Files.write(file(FIRST, "model.zip"), model);
    Files.writeString(file(KEPT_BACK, "NOT_BLESSED"), "no json");

    assertThat(fails("verify")).isOne();
    assertThat(err.toString())
        .contains(
            FIRST + "/model.zip is not the file that BLESSED vouches for: expected SHA-256 ",
            "RUNS/mnist-" + FIRST + "/epochs/00001/model.zip",
            KEPT_BACK + "/NOT_BLESSED is no VersionRecord")
        .doesNotContain(SECOND);
  }

  /** As when it seemed to have failed. */
  @Test
  void rollsBackOnceThoughItIsToldTwice() throws Exception {
    promoteAThird();
    String third = SampleModels.version(24);

    assertThat(said("rollback", "--from", third, "--reason", "bad"))
        .isEqualTo("champion: %s, rolled back from %s%n", SECOND, third);
    assertThat(said("list")).contains("  " + FIRST + "  former ");
    assertThat(said("rollback", "--from", third, "--reason", "bad"))
        .isEqualTo("champion: %s, as before; %s is not%n", SECOND, third);
    assertThat(said("rollback", "--from", third, "--hold", "--reason", "bad"))
        .isEqualTo(
            "champion: %s, as before; %s is not, held until models release%n", SECOND, third);
    assertThat(champion().version()).isEqualTo(SECOND);
    assertThat(champion().isHeld()).isTrue();
  }

  @Test
  void rollsNothingBackFromAChampionThatCannotBeRead() throws Exception {
    Files.writeString(folder.resolve("mnist/champion.json"), "{");

    assertThat(fails("rollback", "--from", SECOND, "--reason", "bad")).isOne();
    assertThat(err.toString()).contains("is no ChampionRecord", "line: 1, column: 1", "copy ");
    assertThat(said("rollback", "--reason", "bad"))
        .isEqualTo("champion: %s, rolled back from %s%n", FIRST, SECOND);
  }

  private void promoteAThird() throws Exception {
    try (ModelWriter night = night()) {
      promote(night, SampleModels.keep(night, 24, Outcome.PROMOTED));
    }
  }

  @Test
  void saysWhatToDoWhereNothingIsLeftToRollBackTo() {
    said("rollback", "--reason", "bad");

    assertThat(fails("rollback", "--reason", "bad")).isOne();
    assertThat(err.toString())
        .contains("expected a champion with one before it, found none. Take one that models list");
  }

  @Test
  void holdsTheChampionUntilItIsReleased() throws Exception {
    assertThat(said("rollback", "--hold", "--reason", "bad"))
        .isEqualTo("champion: %s, rolled back from %s, held until models release%n", FIRST, SECOND);
    assertThat(champion().isHeld()).isTrue();
    assertThat(said("list")).contains("rolled back since ", " and held: bad");
    assertThat(said("promote", "--version-id", KEPT_BACK, "--reason", "a hold ends by a release"))
        .isEqualTo("champion: %s, before: %s, held until models release%n", KEPT_BACK, FIRST);
    assertThat(said("rollback", "--reason", "bad"))
        .isEqualTo(
            "champion: %s, rolled back from %s, held until models release%n", FIRST, KEPT_BACK);
    assertThat(said("release", "--reason", "the data are mended"))
        .isEqualTo("champion: %s, nights may replace it%n", FIRST);
    assertThat(champion().isHeld()).isFalse();
    assertThat(said("hold", "--reason", "an audit"))
        .isEqualTo("champion: %s, held until models release%n", FIRST);
    assertThat(said("show")).contains("held since ", ": an audit");
    assertThat(said("promote", "--version-id", FIRST, "--hold", "--reason", "as before"))
        .isEqualTo("champion: %s, as before, held until models release%n", FIRST);
  }

  @Test
  void keepsAHoldThoughChampionJsonIsDamaged() throws Exception {
    said("hold", "--reason", "an audit");
    Files.writeString(folder.resolve("mnist/champion.json"), "{");

    assertThat(said("promote", "--version-id", KEPT_BACK, "--reason", "the other is damaged"))
        .endsWith(", held until models release%n".formatted());
    assertThat(champion().isHeld()).isTrue();
  }

  @Test
  void changesTheChampionWhileANightIsUnderWayButDeletesNothing() throws Exception {
    try (ModelWriter night = night()) {
      assertThat(night.directory().champion()).isPresent();
      assertThat(said("rollback", "--reason", "bad")).contains("rolled back from " + SECOND);
      assertThat(fails("prune", "--keep", "2")).isEqualTo(RetrainJob.BUSY);
    }
  }

  /** A warm start's, and that one's: without them nobody could say where it comes from. */
  @Test
  void deletesNothingThatOneThatStaysBeganWith() throws Exception {
    try (ModelWriter night = night()) {
      ModelVersion begun =
          SampleModels.keepBegunWith(night.directory().version(KEPT_BACK).orElseThrow(), night, 24);
      SampleModels.keep(night, 25, Outcome.KEPT_BACK);
      SampleModels.keepBegunWith(begun, night, 26);
      SampleModels.keep(night, 27, Outcome.KEPT_BACK);
    }

    assertThat(said("prune", "--keep", "2"))
        .isEqualTo("deleted %s%n1 deleted%n", SampleModels.version(25));
  }

  /** As a night leaves it that was killed before its promotion: the next start carries it out. */
  @Test
  void deletesNothingThatIsToBePromotedYet() throws Exception {
    try (ModelWriter night = night()) {
      SampleModels.keep(night, 26, Outcome.KEPT_BACK);
      SampleModels.keep(night, 27, Outcome.KEPT_BACK);
      SampleModels.keepOf(20, "2026-11-28T22:00:00Z", night); // a date that was missed
    }

    assertThat(said("prune", "--keep", "2")).isEqualTo("deleted %s%n1 deleted%n", KEPT_BACK);
  }

  /** They were blessed, and their nights are over. */
  @Test
  void deletesWhatAHoldKeptBack() throws Exception {
    said("hold", "--reason", "an audit");
    try (ModelWriter night = night()) {
      SampleModels.keep(night, 24, Outcome.PROMOTED);
      SampleModels.keep(night, 25, Outcome.PROMOTED);
      SampleModels.keep(night, 26, Outcome.KEPT_BACK);
    }

    assertThat(said("prune", "--keep", "2").lines())
        .containsExactly(
            "deleted " + KEPT_BACK, "deleted " + SampleModels.version(24), "2 deleted");
  }

  @Test
  void deletesNothingWhoseDataWereAcceptedByHand() throws Exception {
    try (ModelWriter night = night()) {
      SampleModels.keepAccepted(night, 24);
      SampleModels.keepAccepted(night, 25);
      SampleModels.keep(night, 26, Outcome.KEPT_BACK);
      SampleModels.keep(night, 27, Outcome.KEPT_BACK);
    }

    assertThat(said("prune", "--keep", "2").lines())
        .as("the last that was accepted is expected from now on")
        .containsExactly(
            "deleted " + KEPT_BACK, "deleted " + SampleModels.version(24), "2 deleted");
  }
}

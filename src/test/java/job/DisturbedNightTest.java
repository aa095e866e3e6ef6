package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ChampionRecord;
import io.ChampionWriter;
import io.DecisionRecord;
import io.Outcome;
import io.RunException;
import io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Nights beside people's hands, and after kills and damage. */
class DisturbedNightTest extends PlayedNights {
  private static final ObjectMapper JSON = new ObjectMapper();

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
}

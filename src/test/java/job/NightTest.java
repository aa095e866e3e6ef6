package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ChampionRecord;
import io.DecisionRecord;
import io.ModelVersion;
import io.Outcome;
import io.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What a night makes of new data and of the champion that it finds. */
class NightTest extends PlayedNights {
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

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a model, and what of it survives whom. */
@Timeout(60)
class ModelWriterTest {
  /** A lease is taken over only if it was released. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofHours(1));

  @TempDir Path models;

  private ModelWriter take() throws Exception {
    return ModelWriter.take(new Configuration(), models.toString(), "mnist", PATIENT);
  }

  private ModelDirectory model() throws Exception {
    return ModelDirectory.at(new Configuration(), models.toString(), "mnist");
  }

  private Path file(String name) {
    return models.resolve("mnist").resolve(name);
  }

  private Path ofVersion(int day, String name) {
    return file("versions/" + SampleModels.version(day)).resolve(name);
  }

  private void promote(ModelWriter writer, int day) throws Exception {
    crown(writer, SampleModels.keep(writer, day, Outcome.PROMOTED), ChampionRecord.Way.PROMOTED);
  }

  private static void crown(ModelWriter writer, ModelVersion version, ChampionRecord.Way way)
      throws Exception {
    try (ChampionWriter champions = writer.champions()) {
      champions.crown(version, way, "a test", "2026-11-21T22:00:00Z", ChampionRecord.Hold.FREE);
    }
  }

  private static void delete(ModelWriter writer, ModelVersion version) throws Exception {
    try (ChampionWriter champions = writer.champions()) {
      writer.delete(version, champions);
    }
  }

  private String champion() throws Exception {
    return model().champion().map(ChampionRecord::version).orElse("none");
  }

  private List<String> versions() throws Exception {
    return model().versions().stream().map(version -> version.record().version()).toList();
  }

  @Test
  void keepsVersionsAndTheirChampions() throws Exception {
    assertThat(champion()).isEqualTo("none");
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      SampleModels.keep(writer, 22, Outcome.KEPT_BACK);
      promote(writer, 23);
    }

    assertThat(champion()).isEqualTo(SampleModels.version(23));
    assertThat(model().champions())
        .extracting(ChampionRecord::version)
        .containsExactly(SampleModels.version(21), SampleModels.version(23));
    assertThat(model().champion().orElseThrow().predecessor()).isEqualTo(SampleModels.version(21));
    ModelVersion first = model().versionOf(model().champions().get(0));
    first.requireWhole();
    assertThat(first.isBlessed()).isTrue();
    assertThat(first.model().read(new Configuration())).isEqualTo(SampleModels.MODEL);
    assertThat(first.trainedRows()).isEqualTo(SampleModels.ROWS);
    assertThat(first.judgement()).isEqualTo(SampleModels.JUDGEMENT);
    assertThat(first.data()).isEqualTo(SampleModels.data());
    assertThat(first.run().runId()).isEqualTo("mnist-" + SampleModels.version(21));
    assertThat(first.decision()).isEqualTo(SampleModels.decision(21, Outcome.PROMOTED));
    assertThat(model().version(SampleModels.version(22)).orElseThrow().isBlessed()).isFalse();
  }

  /** As a start leaves it that is killed before the marker, be some files half written. */
  @Test
  void takesAVersionWithoutAMarkerForNoneAndDeletesItsFilesAlone() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      SampleModels.keep(writer, 22, Outcome.KEPT_BACK);
      SampleModels.keep(writer, 23, Outcome.KEPT_BACK);
    }
    Files.delete(ofVersion(22, "NOT_BLESSED"));
    Files.delete(ofVersion(23, "NOT_BLESSED"));
    Files.writeString(ofVersion(23, "notes.txt"), "somebody's own");
    Files.writeString(
        ofVersion(21, ".model.zip.01234567-0123-0123-0123-0123456789ab.part"), "half");
    assertThat(versions()).containsExactly(SampleModels.version(21));

    take().close();

    assertThat(ofVersion(22, "")).doesNotExist();
    assertThat(ofVersion(23, "")).isDirectoryContaining(path -> path.endsWith("notes.txt"));
    try (Stream<Path> left = Files.list(ofVersion(23, ""))) {
      assertThat(left).hasSize(1);
    }
    model().versionOf(model().champion().orElseThrow()).requireWhole();
    try (Stream<Path> files = Files.list(ofVersion(21, ""))) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
    }
  }

  @Test
  void neverDeletesAChampionThatLostItsMarker() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      promote(writer, 22);
    }
    byte[] former = Files.readAllBytes(ofVersion(21, "BLESSED"));
    byte[] marker = Files.readAllBytes(ofVersion(22, "BLESSED"));
    Files.delete(ofVersion(21, "BLESSED"));
    Files.delete(ofVersion(22, "BLESSED"));

    take().close();

    assertThat(ofVersion(21, "model.zip")).hasBinaryContent(SampleModels.MODEL);
    assertThat(ofVersion(22, "model.zip")).hasBinaryContent(SampleModels.MODEL);
    ModelDirectory model = model();
    ChampionRecord champion = model.champion().orElseThrow();
    assertThatThrownBy(() -> model.versionOf(champion))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("The champion of mnist is gone: expected version ")
        .hasMessageEndingWith("promote another (models promote, models rollback)");
    Files.write(ofVersion(21, "BLESSED"), former);
    Files.write(ofVersion(22, "BLESSED"), marker);
    model.versionOf(champion).requireWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "no json"})
  void saysWhatToDoWithoutAChampionJsonAndMakesAnotherChampionOverIt(String content)
      throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      promote(writer, 22);
    }
    if (content.isEmpty()) {
      Files.delete(file("champion.json"));
    } else {
      Files.writeString(file("champion.json"), content);
    }
    assertThatThrownBy(this::champion)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("file:" + file("champion.json"))
        .hasMessageEndingWith(
            ": copy file:%s to its place, or make a version champion by hand (models promote)",
            file("champions/00002.json"));

    try (ModelWriter writer = take()) {
      crown(
          writer,
          model().version(SampleModels.version(21)).orElseThrow(),
          ChampionRecord.Way.PROMOTED_BY_HAND);
    }
    assertThat(champion()).isEqualTo(SampleModels.version(21));
    assertThat(model().champions()).extracting(ChampionRecord::number).containsExactly(1, 2, 3);
  }

  @Test
  void doesWithoutARecordOfTheHistoryThatIsDamaged() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      promote(writer, 22);
    }
    Files.writeString(file("champions/00001.json"), "no json");
    Files.writeString(file("champions/00002.json"), "no json");
    try (ModelWriter writer = take()) {
      promote(writer, 23);
    }

    assertThat(champion()).isEqualTo(SampleModels.version(23));
    assertThat(model().champion().orElseThrow().number()).isEqualTo(3);
    assertThat(versions()).hasSize(3);
  }

  /** As when a person takes an old one, and then regrets it. */
  @Test
  void rollsBackToWhatWasChampionBeforeWhateverThatWas() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      promote(writer, 22);
      ModelVersion first = model().version(SampleModels.version(21)).orElseThrow();
      crown(writer, first, ChampionRecord.Way.PROMOTED_BY_HAND);
      assertThat(model().formerChampion()).contains(SampleModels.version(22));
      delete(writer, model().version(SampleModels.version(22)).orElseThrow());
      assertThat(model().formerChampion()).isEmpty();
    }
  }

  /** As a start leaves it that is killed between the two files. */
  @Test
  void remembersAChampionWhoseRecordWasNotWritten() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
    }
    Files.delete(file("champions/00001.json"));
    Files.writeString(file(".champion.json.01234567-0123-0123-0123-0123456789ab.part"), "half");
    ChampionWriter.take(new Configuration(), models.toString(), "mnist").close();

    assertThat(model().champions()).containsExactly(model().champion().orElseThrow());
    try (Stream<Path> files = Files.list(file(""))) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
    }
  }

  @Test
  void rollsBackFurtherEachTime() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      assertThat(model().formerChampion()).isEmpty();
      promote(writer, 22);
      promote(writer, 23);
      for (int day = 22; day >= 21; day--) {
        String former = model().formerChampion().orElseThrow();
        assertThat(former).isEqualTo(SampleModels.version(day));
        crown(writer, model().version(former).orElseThrow(), ChampionRecord.Way.ROLLED_BACK);
      }
    }
    assertThat(champion()).isEqualTo(SampleModels.version(21));
    assertThat(model().formerChampion()).isEmpty();
  }

  @Test
  void deletesWhatItIsAskedToButNeverTheChampion() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      ModelVersion kept = SampleModels.keep(writer, 22, Outcome.KEPT_BACK);
      Files.writeString(ofVersion(22, "notes.txt"), "somebody's own");
      delete(writer, kept);
      assertThat(versions()).containsExactly(SampleModels.version(21));
      assertThat(ofVersion(22, "notes.txt")).exists();
      ModelVersion champion = model().versions().get(0);
      assertThatThrownBy(() -> delete(writer, champion))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "Cannot delete version 2026-11-21-0123abcd of mnist: expected one that is not the champion, found the champion");
    }
  }

  @Test
  void changesNoVersionThatIsThere() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      assertThatThrownBy(() -> SampleModels.keep(writer, 21, Outcome.KEPT_BACK))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("Cannot keep version 2026-11-21-0123abcd: expected nothing at ");
    }
  }

  @Test
  void isForOneAtATime() throws Exception {
    try (ModelWriter writer = take()) {
      writer.say(
          new StatusRecord(
              "mnist", "2026-11-21", "RUNNING", null, "m", null, "2026-11-21T22:00:00Z"));
      assertThatThrownBy(this::take)
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageStartingWith(
              "Model file:%s is being written by process %d of ",
              file(""), ProcessHandle.current().pid());
    }
    take().close();
    assertThat(model().status().orElseThrow().state()).isEqualTo("RUNNING");
  }

  /** A person need not wait for a night to be over. */
  @Test
  void letsAPersonChangeTheChampionWhileANightIsUnderWay() throws Exception {
    try (ModelWriter night = take()) {
      promote(night, 21);
      promote(night, 22);
      try (ChampionWriter person =
          ChampionWriter.take(new Configuration(), models.toString(), "mnist")) {
        person.crown(
            model().version(SampleModels.version(21)).orElseThrow(),
            ChampionRecord.Way.ROLLED_BACK,
            "a test",
            "2026-11-23T22:00:00Z",
            ChampionRecord.Hold.HELD);
        assertThatThrownBy(night::champions)
            .isInstanceOf(LeaseHeldException.class)
            .hasMessageStartingWith("The champion of file:%s is being changed by ", file(""));
      }
      night.champions().close();
    }
    assertThat(champion()).isEqualTo(SampleModels.version(21));
    assertThat(model().champion().orElseThrow().isHeld()).isTrue();
  }

  @Test
  void holdsAChampionAndReleasesIt() throws Exception {
    try (ModelWriter writer = take()) {
      promote(writer, 21);
      promote(writer, 22);
      for (ChampionRecord.Hold hold : ChampionRecord.Hold.values()) {
        try (ChampionWriter champions = writer.champions()) {
          champions.hold(model().champion().orElseThrow(), hold, "a test", "2026-11-23T22:00:00Z");
        }
        assertThat(model().champion().orElseThrow().hold()).isEqualTo(hold);
        assertThat(champion()).isEqualTo(SampleModels.version(22));
        assertThat(model().formerChampion()).contains(SampleModels.version(21));
      }
    }
    assertThat(model().champions())
        .extracting(ChampionRecord::way)
        .containsExactly(
            ChampionRecord.Way.PROMOTED,
            ChampionRecord.Way.PROMOTED,
            ChampionRecord.Way.RELEASED,
            ChampionRecord.Way.HELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"decisions.parquet", "../up", ".hidden", "a/b", ""})
  void refusesWhatNoModelCanBeNamed(String name) {
    assertThatThrownBy(() -> ModelDirectory.at(new Configuration(), models.toString(), name))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("No model can be named '%s': expected up to 100 letters", name);
  }
}

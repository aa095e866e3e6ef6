package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the start of a training deletes in a run's folder, and what it never does. */
@Timeout(60)
class LeftoversTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);

  /** A lease is taken over only if it was released. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofHours(1));

  @TempDir Path runs;

  private RunWriter take() throws Exception {
    return RunWriter.take(new Configuration(), runs.toString(), "run", PATIENT);
  }

  private void train(int epochs) throws Exception {
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", epochs));
      for (int epoch = 1; epoch <= epochs; epoch++) {
        writer.keep(SampleRuns.epoch(epoch, MODEL), MODEL);
      }
    }
  }

  private Path epoch(int epoch) {
    return runs.resolve("run/epochs/%05d".formatted(epoch));
  }

  private Path model(int epoch) throws IOException {
    return Files.write(Files.createDirectories(epoch(epoch)).resolve("model.zip"), MODEL);
  }

  @Test
  void keepsTheModelOfAnEpochWhoseEpochJsonWasLost() throws Exception {
    train(5);
    Files.delete(epoch(3).resolve("epoch.json"));
    try (RunWriter writer = take()) {
      assertThat(writer.directory().epochs())
          .extracting(EpochRecord::epoch)
          .containsExactly(1, 2, 4, 5);
    }
    assertThat(epoch(3).resolve("model.zip")).hasBinaryContent(MODEL);
  }

  @Test
  void deletesInTheFolderAfterTheLastEpochAlone() throws Exception {
    train(2);
    for (int epoch : new int[] {0, 3, 4, 99_999}) {
      model(epoch);
    }
    Path notes = Files.writeString(Files.createDirectories(epoch(7)).resolve("notes.txt"), "mine");
    take().close();
    assertThat(epoch(3)).doesNotExist();
    for (int epoch : new int[] {0, 1, 2, 4, 99_999}) {
      assertThat(epoch(epoch).resolve("model.zip")).hasBinaryContent(MODEL);
    }
    assertThat(notes).hasContent("mine");
  }

  @Test
  void deletesTheFirstModelOfARunThatWasStoppedWithinItsFirstEpoch() throws Exception {
    train(1);
    Files.delete(epoch(1).resolve("epoch.json"));
    take().close();
    assertThat(runs.resolve("run/epochs")).doesNotExist();
  }

  @Test
  void refusesAFolderWithEpochsThatIsNoRunAndLeavesItAsItIs() throws Exception {
    Path model = model(1);
    assertRefusesEpochsWithoutRunJson();
    assertThat(model).hasBinaryContent(MODEL);
    assertThat(runs.resolve("run")).isDirectoryNotContaining("glob:**/lease");
  }

  @Test
  void refusesARunWhoseRunJsonWasLostAndKeepsItsEpochs() throws Exception {
    train(3);
    Files.delete(runs.resolve("run/run.json"));
    model(4);
    assertRefusesEpochsWithoutRunJson();
    assertThat(IntStream.rangeClosed(1, 4).mapToObj(this::epoch))
        .allSatisfy(epoch -> assertThat(epoch.resolve("model.zip")).hasBinaryContent(MODEL));
  }

  private void assertRefusesEpochsWithoutRunJson() {
    assertThatThrownBy(this::take)
        .isInstanceOf(RunException.class)
        .hasMessage(
            "No run can be begun at file:%s: expected a run or nothing, found a folder without run.json that holds epochs. Restore run.json if it is a run, or choose another --run-id",
            runs.resolve("run"));
  }

  /** Ours are a dot, the name of a file that we write there, a UUID and {@code .part}. */
  @Test
  void deletesUnfinishedFilesOfOursAndNoneThatOnlyLookAlike() throws Exception {
    train(1);
    Path root = runs.resolve("run");
    Path lease = root.resolve("lease");
    Path next = Files.createDirectories(epoch(2));
    List<Path> ours =
        List.of(
            unfinished(root, "run.json"),
            unfinished(lease, "00001.json"),
            unfinished(lease, "00002.json"), // which the next one takes
            unfinished(lease, "123456789.json"),
            unfinished(next, "model.zip"),
            unfinished(next, "epoch.json"));
    List<Path> others = new ArrayList<>();
    for (Path folder : List.of(root, lease, epoch(1), next)) {
      for (String name : lookingAlike()) {
        others.add(Files.writeString(folder.resolve(name), "mine"));
      }
    }
    others.add(unfinished(root, "epoch.json"));
    others.add(unfinished(lease, "run.json"));
    others.add(unfinished(next, "run.json"));
    Path folder = Files.createDirectory(root.resolve(".run.json." + UUID.randomUUID() + ".part"));
    take().close();
    assertThat(ours).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(others).allSatisfy(file -> assertThat(file).hasContent("mine"));
    assertThat(folder).isEmptyDirectory();
  }

  private static Path unfinished(Path folder, String name) throws IOException {
    return Files.writeString(
        folder.resolve("." + name + "." + UUID.randomUUID() + ".part"), "mine");
  }

  private static List<String> lookingAlike() {
    List<String> names = new ArrayList<>(List.of(".download.part", ".part", "..part"));
    for (String name : List.of("run.json", "00001.json", "model.zip", "epoch.json")) {
      UUID uuid = UUID.randomUUID();
      names.add("." + name + ".part");
      names.add("." + name + ".0e7b.part");
      names.add("." + name + "." + uuid + ".part.bak");
      names.add("." + name + "." + uuid.toString().toUpperCase(Locale.ROOT) + ".part");
      names.add("." + name + "." + uuid.toString().replace("-", "") + ".part");
      names.add(name + "." + uuid + ".part");
      names.add(".my-" + name + "." + uuid + ".part");
    }
    return names;
  }

  /** It failed before its first epoch, after it was seen and before it was looked at. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beginsARunWhoseEarlierTrainingIsDiscardedInThisMoment(boolean withItsFolder)
      throws Exception {
    train(1);
    Path run = runs.resolve("run");
    AtomicBoolean done = new AtomicBoolean();
    Configuration hadoop =
        MeddledFileSystem.configuration(
            folder -> {
              if (folder.equals(run) && done.compareAndSet(false, true)) {
                discard(run, withItsFolder);
              }
            });
    try (RunWriter writer = RunWriter.take(hadoop, runs.toString(), "run", PATIENT)) {
      assertThat(writer.begun()).isEmpty();
    }
    assertThat(done).isTrue();
  }

  private void discard(Path run, boolean withItsFolder) throws IOException {
    for (String file : List.of("epoch.json", "replicas.parquet", "model.zip")) {
      Files.delete(epoch(1).resolve(file));
    }
    Files.delete(epoch(1));
    Files.delete(run.resolve("epochs"));
    Files.delete(run.resolve("run.json"));
    if (withItsFolder) {
      Files.delete(run.resolve("lease/00001.json"));
      Files.delete(run.resolve("lease"));
      Files.delete(run);
    }
  }

  @Test
  void beginsARunWhoseFirstStartWasKilledBeforeItsRunJson() throws Exception {
    take().close();
    train(1);
    assertThat(epoch(1).resolve("model.zip")).hasBinaryContent(MODEL);
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ClassScore;
import io.EpochRecord;
import io.Evaluation;
import io.RunRecord;
import io.SampleRuns;
import io.events.EventFile;
import io.events.EventFileException;
import io.events.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import testing.Events;

/** Event files of runs of 24 rows of noise. */
class TensorBoardTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private SmallRun run;

  @BeforeEach
  void write() throws Exception {
    run = SmallRun.in(folder).withData();
  }

  private String logs() {
    return folder.resolve("logs").toString();
  }

  private Path train() {
    return folder.resolve("logs/run/train").resolve(EventFile.NAME);
  }

  private Path test() {
    return folder.resolve("logs/run/test").resolve(EventFile.NAME);
  }

  private void begin(int epochs) throws Exception {
    run.begin("--epochs", Integer.toString(epochs), "--tensorboard", logs());
  }

  private void goOn(int epochs) throws Exception {
    run.train("--epochs", Integer.toString(epochs), "--tensorboard", logs());
  }

  /** What an undisturbed training shows whose epochs are shorter than a second. */
  private List<Events.Scalar> expected() throws IOException {
    List<Events.Scalar> scalars = new ArrayList<>();
    for (EpochRecord epoch : run.directory().epochs()) {
      float loss = (float) epoch.trainingLoss();
      float speed = (float) epoch.imagesPerSecond();
      long rows = (long) epoch.epoch() * SmallRun.ROWS;
      scalars.add(new Events.Scalar("within_epoch/train_loss", rows, loss));
      scalars.add(new Events.Scalar("within_epoch/images_per_second", rows, speed));
      scalars.add(new Events.Scalar("train_loss", epoch.epoch(), loss));
      scalars.add(
          new Events.Scalar("train_accuracy", epoch.epoch(), (float) epoch.trainingAccuracy()));
      scalars.add(new Events.Scalar("images_per_second", epoch.epoch(), speed));
    }
    return scalars;
  }

  private void assertShowsTheRun(int epochs) throws IOException {
    assertThat(expected()).hasSize(5 * epochs);
    List<Events.Scalar> scalars = Events.scalars(train());
    assertThat(scalars).hasSameSizeAs(expected());
    for (int i = 0; i < scalars.size(); i++) {
      Events.Scalar scalar = scalars.get(i);
      Events.Scalar expected = expected().get(i);
      assertThat(scalar.tag()).isEqualTo(expected.tag());
      assertThat(scalar.step()).isEqualTo(expected.step());
      assertThat(scalar.value()).isCloseTo(expected.value(), tolerance(expected));
    }
  }

  /** A figure within an epoch was a sum in between. */
  private static Offset<Float> tolerance(Events.Scalar expected) {
    return Offset.offset(expected.tag().startsWith("within_epoch/") ? 1e-5f * expected.value() : 0);
  }

  private static List<Double> times(Path file) throws IOException {
    return Events.read(file).stream().map(Event::getWallTime).toList();
  }

  @Test
  void showsEachEpochOnceThoughTheRunGoesOnTwiceAndIsAskedForOnceItIsComplete() throws Exception {
    double before = Point.seconds(Instant.now());
    begin(2);
    assertShowsTheRun(2);
    List<Double> times = times(train());
    assertThat(times).isSorted().allMatch(time -> time >= before - 1 && time < before + 600);
    goOn(3);
    goOn(4);
    assertShowsTheRun(4);
    assertThat(times(train()).subList(0, times.size())).isEqualTo(times);
    byte[] whole = Files.readAllBytes(train());
    goOn(4);
    assertThat(train()).hasBinaryContent(whole);
  }

  @Test
  void showsARunThatWasTrainedWithoutIt() throws Exception {
    run.begin("--epochs", "2");
    assertThat(folder.resolve("logs")).doesNotExist();
    goOn(2);
    assertShowsTheRun(2);
    double kept = Files.getLastModifiedTime(run.file("epochs/00001/epoch.json")).toMillis() / 1e3;
    assertThat(times(train()).get(1)).isEqualTo(kept);
  }

  @Test
  void showsNothingOfAnEpochThatWasLostNorARecordThatIsCutOff() throws Exception {
    begin(2);
    byte[] whole = Files.readAllBytes(train());
    try (EventFile file = EventFile.in(HADOOP, train().getParent().toString())) {
      file.add(EventCurves.within(2 * SmallRun.ROWS + 4, 7, 0.5, 100));
    }
    Files.write(train(), new byte[] {24, 0, 0, 0, 0}, StandardOpenOption.APPEND);
    goOn(3);
    assertShowsTheRun(3);
    assertThat(Files.readAllBytes(train())).startsWith(whole);
  }

  @Test
  void leavesFilesOfOthersAlone() throws Exception {
    Path others =
        Files.createDirectories(train().getParent()).resolve("events.out.tfevents.17.host");
    Files.writeString(others, "mine");
    begin(1);
    goOn(2);
    assertThat(others).hasContent("mine");
    try (var entries = Files.list(train().getParent())) {
      assertThat(entries).containsExactlyInAnyOrder(others, train());
    }
  }

  @Test
  void trainsNothingIfTheFolderCannotBeWritten() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    assertThatThrownBy(() -> run.begin("--epochs", "1", "--tensorboard", taken.toString()))
        .isInstanceOf(EventFileException.class)
        .hasMessageStartingWith(
            "No event file can be written in " + taken + "/run/train: expected");
    assertThat(run.file("run.json")).doesNotExist();
    run.begin("--epochs", "1");
    var before = run.contents();
    assertThatThrownBy(() -> run.train("--epochs", "2", "--tensorboard", taken.toString()))
        .isInstanceOf(EventFileException.class);
    assertThat(run.contents()).isEqualTo(before);
  }

  @Test
  void costsNoTrainingWhenTheFileIsLostLater() throws Exception {
    run.begin("--epochs", "2");
    RunRecord record = run.directory().run();
    List<EpochRecord> kept = run.directory().epochs();
    try (TensorBoard events = TensorBoard.ofTraining(HADOOP, Optional.of(logs()), "run")) {
      events.begin(record, kept.subList(0, 1), run.directory());
      Files.delete(train());
      events.epochKept(kept.get(1));
      assertThat(train()).doesNotExist();
      Files.createFile(train());
      events.within(3, 20, 20, 2_000_000_000);
      events.epochKept(kept.get(1));
      assertThat(train()).as("no further points").isEmptyFile();
    }
    goOn(2);
    assertShowsTheRun(2);
  }

  @Test
  void showsPointsWithinAnEpochAtOnce() throws Exception {
    try (TensorBoard events = TensorBoard.ofTraining(HADOOP, Optional.of(logs()), "run")) {
      events.begin(SampleRuns.run("run", 2), List.of(), /* directory= */ null);
      events.within(1, 9_000, 9_000, 500_000_000);
      events.within(1, 18_000, 9_000, 1_000_000_000);
      assertThat(Events.scalars(train()))
          .containsExactly(
              new Events.Scalar("within_epoch/train_loss", 18_000, 0.5f),
              new Events.Scalar("within_epoch/images_per_second", 18_000, 18_000));
      events.epochKept(SampleRuns.epoch(1, new byte[] {1}));
      assertThat(Events.scalars(train()))
          .hasSize(7)
          .contains(
              new Events.Scalar("within_epoch/train_loss", 54_000, 0.125f),
              new Events.Scalar("within_epoch/images_per_second", 54_000, 24_000));
    }
  }

  @Test
  void doesNothingWithoutAFolder() throws Exception {
    try (TensorBoard events = TensorBoard.ofTraining(HADOOP, Optional.empty(), "run")) {
      events.begin(SampleRuns.run("run", 2), List.of(), /* directory= */ null);
      events.within(1, 54_000, 9_000, 1_000_000_000);
      events.epochKept(SampleRuns.epoch(1, new byte[] {1}));
      events.evaluated(List.of(evaluation(1, 5)));
    }
    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void showsEachRowOfTheTableOnceHoweverOftenItIsEvaluated() throws Exception {
    run.begin("--epochs", "2");
    assertThat(run.evaluate()).isEqualTo(2);
    assertThat(evaluate()).isZero();
    assertShowsTheTable(2);
    run.train("--epochs", "3");
    assertThat(evaluate()).isEqualTo(1);
    assertThat(evaluate()).isZero();
    assertShowsTheTable(3);
    List<Double> times = times(test());
    assertThat(times).isSorted();
    assertThat(new HashSet<>(times)).as("two epochs were scored in one pass").hasSizeBetween(2, 3);
  }

  private int evaluate() throws IOException {
    return InThisJvm.evaluate(
        run.runs() + "/run", folder.resolve("data").toString(), Optional.of(logs()));
  }

  private void assertShowsTheTable(int epochs) throws IOException {
    List<Events.Scalar> expected = new ArrayList<>();
    for (Evaluation row : InThisJvm.evaluations(run.runs(), "run")) {
      expected.add(new Events.Scalar("test_loss", row.epoch(), (float) row.loss()));
      expected.add(new Events.Scalar("test_accuracy", row.epoch(), (float) row.accuracy()));
    }
    assertThat(expected).hasSize(2 * epochs);
    assertThat(Events.scalars(test())).isEqualTo(expected);
  }

  @Test
  void showsEachRowWhenItIsScoredAndTheNewOneOfAnEpochThatIsScoredAgain() throws Exception {
    try (TensorBoard events = TensorBoard.ofEvaluation(HADOOP, Optional.of(logs()), "run")) {
      events.evaluated(List.of(evaluation(2, 5)));
      assertThat(Events.scalars(test())).hasSize(2);
      events.evaluated(List.of(evaluation(1, 4)));
      events.evaluated(List.of(evaluation(2, 9)));
    }
    assertThat(Events.scalars(test()))
        .filteredOn(scalar -> scalar.tag().equals("test_accuracy"))
        .containsExactly(
            new Events.Scalar("test_accuracy", 1, 0.4f),
            new Events.Scalar("test_accuracy", 2, 0.9f));
  }

  /** Of ten images of one class, of which so many are right. */
  static Evaluation evaluation(int epoch, int right) {
    return new Evaluation(
        "run",
        epoch,
        "lenet5",
        "t10k",
        10,
        right,
        right / 10.0,
        0,
        1,
        1.0 / right,
        List.of(new ClassScore(0, 10, 1, right / 10.0, 1), new ClassScore(1, 0, 0, 0, 0)),
        List.of(List.of((long) right, 10L - right), List.of(0L, 0L)),
        "a".repeat(64),
        "b".repeat(64),
        Instant.parse("2026-11-21T10:15:30.125Z").plusSeconds(epoch));
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.EpochRecord;
import io.Evaluation;
import io.RunDirectory;
import io.events.EventFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Events;
import testing.Submit;

/** Event files that the packaged jar writes, with the protobuf in it. */
class TensorBoardIT {
  private static final Submit SUBMIT = new Submit();

  @TempDir Path folder;

  private Path file(String which) {
    return folder.resolve("my logs/first").resolve(which).resolve(EventFile.NAME);
  }

  private Submit.Result train(String epochs) throws Exception {
    return submit(
        "train",
        "--data",
        DataSource.BUILTIN,
        "--runs",
        folder.toString(),
        "--run-id",
        "first",
        "--replicas",
        "2",
        "--validation-fraction",
        "0.1",
        "--epochs",
        epochs);
  }

  private Submit.Result evaluate(String... options) throws Exception {
    String run = folder.resolve("first").toString();
    return submit(
        Stream.concat(
                Stream.of("evaluate", "--run", run, "--data", DataSource.BUILTIN),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Submit.Result submit(String... command) throws Exception {
    String logs = folder.resolve("my logs").toString();
    return SUBMIT.succeeds(
        Stream.of(
                Stream.of("--master", "local[2]"),
                Stream.of(command),
                Stream.of("--tensorboard", logs))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private static List<Long> steps(Path file, String tag) throws IOException {
    return Events.scalars(file).stream()
        .filter(scalar -> scalar.tag().equals(tag))
        .map(Events.Scalar::step)
        .toList();
  }

  private static List<Float> values(Path file, String tag) throws IOException {
    return Events.scalars(file).stream()
        .filter(scalar -> scalar.tag().equals(tag))
        .map(Events.Scalar::value)
        .toList();
  }

  @Test
  void showWhatTrainingAndEvaluationFoundEachEpochOnce() throws Exception {
    assertThat(train("2").stdout())
        .contains("curves: tensorboard --logdir '" + folder.resolve("my logs") + "'");
    byte[] before = Files.readAllBytes(file("train"));
    evaluate();
    train("3");
    assertThat(Files.readAllBytes(file("train"))).startsWith(before);
    evaluate("--follow");

    List<EpochRecord> epochs =
        RunDirectory.open(new Configuration(), folder.resolve("first").toString()).epochs();
    assertThat(epochs).hasSize(3);
    for (String tag :
        List.of(
            "train_loss",
            "train_accuracy",
            "images_per_second",
            "validation_loss",
            "validation_accuracy")) {
      assertThat(steps(file("train"), tag)).as(tag).containsExactly(1L, 2L, 3L);
    }
    assertThat(values(file("train"), "train_loss"))
        .isEqualTo(epochs.stream().map(epoch -> (float) epoch.trainingLoss()).toList());
    assertThat(values(file("train"), "images_per_second"))
        .isEqualTo(epochs.stream().map(epoch -> (float) epoch.imagesPerSecond()).toList());
    assertThat(steps(file("train"), "within_epoch/train_loss"))
        .doesNotHaveDuplicates()
        .containsAll(IntStream.rangeClosed(1, 3).mapToObj(epoch -> epoch * 5_400L).toList());

    List<Evaluation> rows = InThisJvm.evaluations(folder.toString(), "first");
    assertThat(steps(file("test"), "test_loss")).containsExactly(1L, 2L, 3L);
    assertThat(values(file("test"), "test_loss"))
        .isEqualTo(rows.stream().map(row -> (float) row.loss()).toList());
    assertThat(values(file("test"), "test_accuracy"))
        .isEqualTo(rows.stream().map(row -> (float) row.accuracy()).toList());
  }
}

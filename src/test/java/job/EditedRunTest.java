package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A complete run of two epochs whose records somebody edited, to values that may be. */
class EditedRunTest {
  @TempDir Path folder;
  private SmallRun run;

  @BeforeEach
  void trainTwoEpochs() throws Exception {
    run = SmallRun.in(folder).withData();
    run.begin("--epochs", "2");
  }

  @ParameterizedTest
  @CsvSource({
    "seed, 1, 2",
    "learningRate, 0.001, 0.002",
    "batchSize, 64, 8",
    "replicas, 2, 3",
    "architecture, lenet5, lenet5-linear-conv",
    "revision, 1, 2",
    "rows, 24, 25"
  })
  void neitherGoesOnNorIsScoredOtherwiseThanItWasTrained(String field, String was, String edited)
      throws Exception {
    edit("run.json", field, was, edited);
    refused(() -> run.train("--epochs", "3"));
    assertThatThrownBy(run::evaluate)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Epoch 1 of file:%s was not trained as run.json says", at("run"));
  }

  /** Found by fuzzing, but for the third: no message, or one without the run. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "", ":", "train-images-idx3-ubyte"})
  void namesAPathOfImagesThatCannotBe(String edited) throws Exception {
    String images = run.directory().run().data().images();
    edit("run.json", "images", "\"" + images, "\"" + edited);
    refused(() -> run.train("--epochs", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.95", "-0.1", "1E300"})
  void namesAShareHeldOutThatCannotBe(String edited) throws Exception {
    edit("run.json", "validationFraction", "0.0", edited);
    refused(() -> run.train("--epochs", "3"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("validationFraction: expected 0 to 0.9, found");
  }

  @Test
  void doesNotTakeEpochsWhoseRunIsNotTold() throws Exception {
    Files.delete(run.file("run.json"));
    refused(() -> run.begin("--epochs", "3", "--seed", "2"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("found a folder without run.json that holds epochs")
        .hasMessageContaining("Restore run.json");
  }

  @Test
  void doesNotTakeAnEpochOfAnotherRun() throws Exception {
    SmallRun other = new SmallRun(folder.resolve("other").toString(), folder.resolve("other"));
    other.withData();
    other.begin("--epochs", "2", "--seed", "2");
    for (String name : new String[] {"model.zip", "epoch.json"}) {
      Path epoch = Path.of("epochs/00002").resolve(name);
      Files.write(run.file(epoch.toString()), Files.readAllBytes(other.file(epoch.toString())));
    }
    refused(() -> run.train("--epochs", "3"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Epoch 2 of file:%s was not trained as run.json says", at("run"));
  }

  @Test
  void isNotScoredUnderParametersThatItHasNot() throws Exception {
    String hash = run.directory().epochs().get(1).parametersSha256();
    String edited = hash.replaceFirst("^.", hash.startsWith("0") ? "1" : "0");
    edit("epochs/00002/epoch.json", "parametersSha256", "\"" + hash, "\"" + edited);
    for (ThrowingCallable use :
        new ThrowingCallable[] {() -> run.train("--epochs", "3"), run::evaluate}) {
      assertThatThrownBy(use)
          .isInstanceOf(UnusableDataException.class)
          .hasMessageContaining("The model of epoch 2 in file:" + at("run"))
          .hasMessageContaining("expected SHA-256 %s, found %s", edited, hash);
    }
    assertThat(folder.resolve("evaluations.parquet")).doesNotExist();
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      ThrowingCallable training) throws Exception {
    Map<String, String> before = run.contents();
    var refusal = assertThatThrownBy(training).hasMessageContaining(at("run").toString());
    assertThat(run.contents()).isEqualTo(before);
    return refusal;
  }

  private Path at(String name) {
    return folder.resolve(name);
  }

  private void edit(String file, String field, String was, String edited) throws Exception {
    Path path = run.file(file);
    String text = Files.readString(path);
    String before = "\"" + field + "\" : ";
    boolean quoted = text.contains(before + "\"") && !was.startsWith("\"");
    String from = before + (quoted ? "\"" : "") + was;
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, before + (quoted ? "\"" : "") + edited));
  }
}

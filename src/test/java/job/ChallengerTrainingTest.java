package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ModelFile;
import io.RunRecord;
import io.RunWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Runs;

/** Trainings that hold rows out by their content, and that begin with another model. */
class ChallengerTrainingTest {
  private static final int ROWS = 400;
  private static final double FRACTION = 0.25;
  private static final RunRecord.Retraining HOLDING_OUT = new RunRecord.Retraining(FRACTION, null);

  @TempDir static Path folder;

  private static Runs runs;
  private static DigitRows trained;

  @BeforeAll
  static void drawDigitsAndWriteThoseThatAreNotHeldOut() throws Exception {
    runs = new Runs(folder);
    DigitRows all = DigitRows.drawn(ROWS, folder.resolve("all"));
    trained = all.only(row -> !row.isHeldOut(FRACTION));
    assertThat(trained.count()).isBetween(ROWS / 2, ROWS - ROWS / 10);
    trained.write(folder.resolve("trained"), "train");
  }

  private static String[] options(String runId, String data, int epochs, String... others) {
    List<String> options = new ArrayList<>(List.of("--runs", folder.toString()));
    options.addAll(List.of("--run-id", runId, "--data", folder.resolve(data).toString()));
    options.addAll(List.of("--replicas", "2", "--epochs", Integer.toString(epochs)));
    options.addAll(List.of("--kernels", "dl4j"));
    options.addAll(List.of(others));
    return options.toArray(String[]::new);
  }

  @Test
  void trainsAsIfTheRowsHeldOutWereNotInTheFile() throws Exception {
    InThisJvm.train(options("without", "trained", 2, "--validation-fraction", "0.1"));
    InThisJvm.trainChallenger(
        HOLDING_OUT, options("holding-out", "all", 2, "--validation-fraction", "0.1"));

    assertThat(runs.hashes("holding-out")).hasSize(2).isEqualTo(runs.hashes("without"));
    JsonNode run = runs.run("holding-out");
    int validated = trained.count() / 10;
    assertThat(run.path("retraining").path("heldOutByContent").asDouble()).isEqualTo(FRACTION);
    assertThat(run.path("data").path("rows").asInt()).isEqualTo(ROWS);
    assertThat(run.path("data").path("heldOutRows").asInt())
        .isEqualTo(ROWS - trained.count() + validated);
    assertThat(runs.epochs("holding-out").get(1).path("examples").asInt())
        .isEqualTo(trained.count() - validated);
    assertThat(runs.run("without").has("retraining")).isFalse();
  }

  @Test
  void goesOnByItsNameAlone() throws Exception {
    InThisJvm.trainChallenger(HOLDING_OUT, options("undisturbed", "all", 2));
    InThisJvm.trainChallenger(HOLDING_OUT, options("stopped", "all", 1));
    try (RunWriter writer = RunWriter.take(new Configuration(), folder.toString(), "stopped")) {
      writer.update(writer.begun().orElseThrow().extendedTo(2).in(RunRecord.State.RUNNING));
    }
    InThisJvm.train("--runs", folder.toString(), "--run-id", "stopped");

    assertThat(runs.states("stopped")).hasSize(2).isEqualTo(runs.states("undisturbed"));
  }

  @Test
  void isRefusedAsAnotherRun() throws Exception {
    InThisJvm.train(options("plain", "all", 1));

    assertThatThrownBy(() -> InThisJvm.trainChallenger(HOLDING_OUT, options("plain", "all", 2)))
        .isInstanceOf(ResumeException.class)
        .hasMessageContaining(
            "retraining: expected none, found 0.25 of the rows held out by content, first parameters from the seed");
  }

  /** A step so small that it is none leaves what was begun with. */
  @Test
  void beginsWithTheParametersOfAnotherModel() throws Exception {
    InThisJvm.train(options("first", "all", 1));
    RunRecord.Retraining warm = new RunRecord.Retraining(FRACTION, model("first"));
    InThisJvm.trainChallenger(
        warm, options("warm", "all", 2, "--updater", "SGD", "--learning-rate", "1e-50"));

    assertThat(runs.hashes("warm")).containsOnly(runs.hashes("first").get(0)).hasSize(2);
    InThisJvm.trainChallenger(HOLDING_OUT, options("cold", "all", 2));
    InThisJvm.trainChallenger(warm, options("warm-adam", "all", 2));
    assertThat(runs.hashes("warm-adam")).doesNotContainAnyElementsOf(runs.hashes("cold"));
    assertThat(runs.epochs("warm-adam").get(0).path("trainingLoss").asDouble())
        .isLessThan(runs.epochs("cold").get(0).path("trainingLoss").asDouble());
  }

  @Test
  void refusesToBeginWithAModelThatIsNotVouchedFor() throws Exception {
    InThisJvm.train(options("damaged", "all", 1));
    RunRecord.Retraining warm = new RunRecord.Retraining(FRACTION, model("damaged"));
    Path archive = Path.of(warm.initialModel().path());
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    assertThatThrownBy(() -> InThisJvm.trainChallenger(warm, options("never", "all", 2)))
        .hasMessageStartingWith(
            "The model %s is not the one that is vouched for: expected SHA-256 ", archive)
        .hasMessageEndingWith("It was damaged, replaced or deleted; restore it");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  private static ModelFile model(String runId) throws Exception {
    JsonNode epoch = runs.epochs(runId).get(0);
    return new ModelFile(
        folder.resolve(runId + "/epochs/00001/model.zip").toString(),
        epoch.path("modelBytes").asLong(),
        epoch.path("modelSha256").asText(),
        epoch.path("parametersSha256").asText());
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunRecord;
import io.RunWriter;
import io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

/** A run of two epochs, killed after the first, whose data changed before the second. */
class ChangedDataTest {
  @TempDir Path folder;
  private SmallRun run;

  @BeforeEach
  void trainOneEpochOfTwo() throws Exception {
    run = SmallRun.in(folder).withData();
    run.begin("--epochs", "1");
    try (RunWriter writer = RunWriter.take(new Configuration(), run.runs(), "run")) {
      RunRecord begun = writer.begun().orElseThrow();
      writer.update(begun.extendedTo(2).in(RunRecord.State.RUNNING));
    }
  }

  @Test
  void goesOnByItsNameAloneWhenNothingChanged() throws Exception {
    run.train();
    assertThat(run.hashes()).hasSize(2);
    assertThat(state()).isEqualTo(RunRecord.State.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({"labels-idx1, 20, labels", "images-idx3, 5000, images"})
  void isRefusedWhenOneByteChangedInPlaceAndStaysAsItWas(String kind, int offset, String noun)
      throws Exception {
    Path file = run.data("train-" + kind);
    String expected = Sha256.of(Files.readAllBytes(file));
    changeByte(file, offset);
    Map<String, String> before = run.contents();

    assertThatThrownBy(run::train)
        .isInstanceOf(ResumeException.class)
        .hasMessageContaining("Run file:%s was begun otherwise", folder.resolve("run"))
        .hasMessageContaining(
            "SHA-256 of the %s, file:%s: expected %s, found %s",
            noun, file, expected, Sha256.of(Files.readAllBytes(file)))
        .hasMessageContaining("To go on with it, restore the data's files, or name a whole copy");
    assertThat(run.contents()).isEqualTo(before);
    assertThat(state()).isEqualTo(RunRecord.State.RUNNING);
  }

  /** Named again, the data of a complete run are compared; by its name alone it needs none. */
  @Test
  void isRefusedOfACompleteRunWhenTheDataAreNamed() throws Exception {
    run.train();
    changeByte(run.data("train-labels-idx1"), 20);
    assertThatThrownBy(() -> run.train("--data", folder.resolve("data").toString()))
        .isInstanceOf(ResumeException.class)
        .hasMessageContaining(
            "SHA-256 of the labels, file:%s: expected ", run.data("train-labels-idx1"));
    run.train();
    Files.delete(run.data("train-labels-idx1"));
    run.train();
    assertThat(state()).isEqualTo(RunRecord.State.COMPLETE);
  }

  /** Other bytes under the same name, length and time: what a link to another folder may bring. */
  @ParameterizedTest
  @CsvSource({"labels-idx1, 20", "images-idx3, 5000"})
  void isNoticedWhenAFileIsReplacedBetweenFingerprintAndDealing(String kind, int offset)
      throws Exception {
    Map<String, String> before = run.contents();
    assertThatThrownBy(
            () -> run.trainMeanwhile(() -> replaceUnseen(run.data("train-" + kind), offset)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith("The data changed while they were read: expected the rows of ")
        .hasMessageContaining(run.data("train-" + kind).toString());
    assertThat(run.contents()).isEqualTo(before);
  }

  /** The next start by its name alone finds them, too. */
  @Test
  void goesOnWithDataThatLieElsewhereNow() throws Exception {
    Path elsewhere = Files.move(folder.resolve("data"), folder.resolve("elsewhere"));
    assertThatThrownBy(run::train)
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The data that run.json of file:%s names", folder.resolve("run"))
        .hasMessageContaining(folder.resolve("data").toString())
        .hasMessageEndingWith("If they lie elsewhere now, name the place (--data)");
    run.train("--data", elsewhere.toString());
    run.train("--epochs", "3");
    assertThat(run.hashes()).hasSize(3);
    assertThat(run.directory().run().data().images()).contains(elsewhere.toString());
  }

  /** The table would name the bytes that were there first. */
  @ParameterizedTest
  @CsvSource({"labels-idx1, 20", "images-idx3, 5000"})
  void isNoticedWhenTheTestSetIsReplacedBeforeItIsScored(String kind, int offset) throws Exception {
    DataSource data = new DataSource(folder.resolve("data").toString(), run.runs());
    try (Evaluating evaluating =
        Evaluating.of(
            SparkSessions.shared(),
            run.directory(),
            data,
            folder.resolve("table").toString(),
            EpochSelection.ALL,
            KernelChoice.AUTO)) {
      replaceUnseen(run.data("t10k-" + kind), offset);
      assertThatThrownBy(evaluating::scoreKept)
          .isInstanceOf(UnusableDataException.class)
          .hasMessageStartingWith("The data changed while they were read: expected the rows of ");
    }
    assertThat(folder.resolve("table")).doesNotExist();
  }

  private static void replaceUnseen(Path file, int offset) throws Exception {
    FileTime before = Files.getLastModifiedTime(file);
    changeByte(file, offset);
    Files.setLastModifiedTime(file, before);
  }

  private RunRecord.State state() throws Exception {
    return run.directory().run().state();
  }

  private static void changeByte(Path file, int offset) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a run that somebody damaged or edited. */
class DamagedRunTest {
  private static final byte[] MODEL = SampleRuns.MODEL;

  @TempDir Path runs;

  private FirstRun first;

  @BeforeEach
  void name() {
    first = new FirstRun(runs);
  }

  @AfterEach
  void closeWriters() throws IOException {
    first.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | expected JSON",
        "null                     | expected an object, found null",
        "[1]                      | expected JSON",
        "{\"runId\": \"../up\"}       | found 'runId: expected up to 128 letters",
        "{\"runId\": \"first\"}       | expected values in their ranges",
        "{\"state\": \"SLEEPING\"}    | SLEEPING",
      })
  void refusesADamagedRunJsonByName(String text, String reason) throws IOException {
    first.create();
    Files.writeString(runs.resolve("first/run.json"), text);
    assertThatThrownBy(() -> first.open().run())
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "file:%s is no RunRecord: expected ".formatted(runs.resolve("first/run.json")))
        .hasMessageContaining(reason.replace("found 'runId", "found runId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"epoch\" : 1,        | \"epoch\" : 1.5,        | 1.5",
        "\"epoch\" : 1,        | \"epoch\" : 0,          | epoch: expected 1 to 99999, found 0",
        "\"trainingLoss\" : 0.25 | \"trainingLoss\" : \"NaN\" | 0 or more, found NaN",
        "\"shard\" : 0         | \"shard\" : -1          | shard: expected at least 0, found -1",
        "\"modelSha256\"       | \"unknown\" | modelSha256: expected a value, found none",
      })
  void refusesADamagedEpochJsonByName(String whole, String damaged, String reason)
      throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    Path json = runs.resolve("first/epochs/00001/epoch.json");
    String text = Files.readString(json);
    assertThat(text).contains(whole);
    Files.writeString(json, text.replace(whole, damaged));
    assertThatThrownBy(() -> first.open().epochs())
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("file:%s is no EpochRecord: expected ".formatted(json))
        .hasMessageContaining(reason);
  }

  @Test
  void refusesBytesThatAreNoTextAndTextAfterTheEnd() throws IOException {
    first.create();
    Path json = runs.resolve("first/run.json");
    Files.writeString(json, Files.readString(json) + "}");
    assertThatThrownBy(() -> first.open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining(json.toString());
    Files.write(json, new byte[] {0, 0, (byte) 0xff, (byte) 0xfe, 1});
    assertThatThrownBy(() -> first.open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining(json.toString());
  }

  @Test
  void refusesAJsonFileThatIsFarTooLarge() throws IOException {
    first.create();
    Files.writeString(runs.resolve("first/run.json"), " ".repeat(1 << 21));
    assertThatThrownBy(() -> first.open().run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected at most 1048576 bytes, found more");
  }

  @Test
  void refusesAModelThatIsNotTheOneVouchedFor() throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    Files.writeString(model, "a modem");
    assertThatThrownBy(() -> first.open().model(FirstRun.epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected SHA-256 " + Sha256.of(MODEL) + ", found ");
    Files.writeString(model, "longer than it was");
    assertThatThrownBy(() -> first.open().model(FirstRun.epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected 7 bytes, found 18 bytes");
  }

  /** A file with a hole, so that nothing of it is stored; its epoch.json agrees on its length. */
  @ParameterizedTest
  @ValueSource(longs = {(64L << 20) + 1, 1L << 31, 1L << 32})
  void refusesAModelThatIsFarTooLargeBeforeReadingIt(long length) throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
      file.setLength(length);
    }
    Path json = runs.resolve("first/epochs/00001/epoch.json");
    String text = Files.readString(json);
    Files.writeString(json, text.replace("\"modelBytes\" : 7", "\"modelBytes\" : " + length));
    EpochRecord record = first.open().epochs().get(0);
    assertThat(record.modelBytes()).isEqualTo(length);
    assertThatThrownBy(() -> first.open().model(record))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected at most 67108864 bytes, found %d bytes", length);
  }

  @Test
  void namesAModelThatIsGone() throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    Path model = runs.resolve("first/epochs/00001/model.zip");
    Files.delete(model);
    assertThatThrownBy(() -> first.open().model(FirstRun.epoch(1)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("expected 7 bytes, found no file");
  }

  @Test
  void refusesAnEpochUnderAnotherEpochsName() throws IOException {
    first.create().keep(FirstRun.epoch(1), MODEL);
    Files.move(runs.resolve("first/epochs/00001"), runs.resolve("first/epochs/00004"));
    assertThatThrownBy(() -> first.open().epochs())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("expected epoch 00004, found 1");
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

class DecisionsTest {
  @TempDir Path folder;
  private Decisions decisions;

  @BeforeEach
  void openTable() throws Exception {
    decisions =
        new Decisions(SparkSessions.shared(), folder.resolve("decisions.parquet").toString());
  }

  @Test
  void givesBackWhatWasWrittenWithAndWithoutAVersionAndAChampion() throws Exception {
    List<DecisionRecord> written =
        List.of(
            SampleModels.decision(21, Outcome.PROMOTED),
            SampleModels.decision(22, Outcome.KEPT_BACK),
            SampleModels.decision(23, Outcome.NOTHING_NEW),
            SampleModels.decision(24, Outcome.DATA_REFUSED));
    for (DecisionRecord decision : written) {
      decisions.write(decision);
    }

    assertThat(DecisionTable.read(folder.toString(), "mnist")).as("by Spark").isEqualTo(written);
    for (DecisionRecord decision : written) {
      assertThat(decisions.on(decision.date(), "mnist")).contains(decision);
    }
    assertThat(decisions.on("2026-11-25", "mnist")).isEmpty();
    assertThat(decisions.on("2026-11-22", "fashion")).isEmpty();
  }

  @Test
  void aNightHasOneRowTheLastOne() throws Exception {
    decisions.write(SampleModels.decision(22, Outcome.DATA_REFUSED));
    decisions.write(SampleModels.decision(22, Outcome.KEPT_BACK));

    assertThat(DecisionTable.read(folder.toString(), "mnist"))
        .containsExactly(SampleModels.decision(22, Outcome.KEPT_BACK));
  }

  /** As any notebook does. */
  @Test
  void isReadBySparkAlone() throws Exception {
    decisions.write(SampleModels.decision(22, Outcome.KEPT_BACK));
    Row row =
        SparkSessions.shared()
            .read()
            .parquet(folder.resolve("decisions.parquet").toString())
            .selectExpr("name", "cast(date as string)", "outcome", "accuracy", "champion_accuracy")
            .first();

    assertThat(row.getString(0)).isEqualTo("mnist");
    assertThat(row.getString(1)).isEqualTo("2026-11-22");
    assertThat(row.getString(2)).isEqualTo("KEPT_BACK");
    assertThat(row.getDouble(3)).isEqualTo(5 / 6.0);
    assertThat(row.getDouble(4)).isEqualTo(4 / 6.0);
  }

  @Test
  void saysWhichTableIsDamagedAndWhatToDo() throws Exception {
    decisions.write(SampleModels.decision(22, Outcome.KEPT_BACK));
    Path file = folder.resolve("decisions.parquet/name=mnist/date=2026-11-22/decision.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 0x55;
    Files.write(file, bytes);

    assertThatThrownBy(() -> decisions.on("2026-11-22", "mnist"))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("file:%s cannot be read: ", file)
        .hasMessageEndingWith(
            "restore it, or delete it: it is written again by the command that wrote it");
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

class ReplicaFiguresTest {
  private static final byte[] MODEL = {1, 2, 3};

  @TempDir Path runs;

  private RunWriter take() throws Exception {
    return RunWriter.take(new Configuration(), runs.toString(), "run");
  }

  private Path file(int epoch) {
    return runs.resolve("run/epochs/0000%d/replicas.parquet".formatted(epoch));
  }

  private static EpochRecord epoch(int number, List<EpochRecord.ReplicaRecord> replicas) {
    EpochRecord sample = SampleRuns.epoch(number, MODEL);
    return new EpochRecord(
        number,
        replicas.stream().mapToLong(EpochRecord.ReplicaRecord::rows).sum(),
        sample.trainingLoss(),
        sample.trainingAccuracy(),
        null,
        null,
        sample.seconds(),
        sample.imagesPerSecond(),
        replicas,
        sample.parametersSha256(),
        sample.runSha256(),
        sample.modelSha256(),
        sample.modelBytes());
  }

  @Test
  void hasARowForEachReplicaOfEachEpochAsSparkReadsThem() throws Exception {
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", 2));
      writer.keep(
          epoch(
              1,
              List.of(
                  new EpochRecord.ReplicaRecord(0, 30, 3, 0.5, 1.5, "worker-1", 0.25),
                  new EpochRecord.ReplicaRecord(1, 20, 2, 0.75, 2.5, "worker-2", 1.25))),
          MODEL);
      writer.keep(
          epoch(2, List.of(new EpochRecord.ReplicaRecord(0, 50, 5, 0.1, 1, null, null))), MODEL);
    }
    List<Row> rows =
        SparkSessions.shared()
            .read()
            .parquet(runs.resolve("run/epochs/*/replicas.parquet").toString())
            .select(
                "epoch", "replica", "host", "rows", "minibatches", "seconds", "loss", "distance")
            .orderBy("epoch", "replica")
            .collectAsList();
    assertThat(rows)
        .containsExactly(
            RowFactory.create(1, 0, "worker-1", 30L, 3, 1.5, 0.5, 0.25),
            RowFactory.create(1, 1, "worker-2", 20L, 2, 2.5, 0.75, 1.25),
            RowFactory.create(2, 0, null, 50L, 5, 1.0, 0.1, null));
  }

  /** As a writer leaves it that is killed after the figures and before {@code epoch.json}. */
  @Test
  void losesTheRowsOfAnEpochThatWasNotKept() throws Exception {
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", 3));
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      writer.keep(SampleRuns.epoch(2, MODEL), MODEL);
    }
    Files.delete(runs.resolve("run/epochs/00002/epoch.json"));
    Files.delete(runs.resolve("run/epochs/00002/model.zip"));
    Path part =
        file(2).resolveSibling(".replicas.parquet.6c2f1c0e-8a3b-4f7d-9a58-0d6f5f8f4f11.part");
    Files.write(part, MODEL);
    take().close();
    assertThat(file(1)).isRegularFile();
    assertThat(runs.resolve("run/epochs/00002")).doesNotExist();
  }

  @Test
  void goesWithARunThatIsDiscarded() throws Exception {
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", 3));
      writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      Files.delete(runs.resolve("run/epochs/00001/epoch.json"));
      writer.discard();
    }
    assertThat(runs.resolve("run")).doesNotExist();
  }
}

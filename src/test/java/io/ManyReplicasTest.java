package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs of as many replicas as a training may have, and of more. */
class ManyReplicasTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);

  @TempDir Path runs;

  private RunWriter take() throws Exception {
    return RunWriter.take(new Configuration(), runs.toString(), "run");
  }

  /** Of numbers that are as long as they can be. */
  private static EpochRecord epoch(int replicas) {
    long rows = Long.MAX_VALUE / replicas;
    List<EpochRecord.ReplicaRecord> records =
        IntStream.range(0, replicas)
            .mapToObj(
                shard ->
                    new EpochRecord.ReplicaRecord(
                        shard,
                        rows,
                        Integer.MAX_VALUE,
                        Double.MIN_NORMAL,
                        Double.MIN_NORMAL,
                        "h".repeat(253),
                        Double.MIN_NORMAL))
            .toList();
    EpochRecord sample = SampleRuns.epoch(1, MODEL);
    return new EpochRecord(
        1,
        rows * replicas,
        sample.trainingLoss(),
        sample.trainingAccuracy(),
        sample.validationAccuracy(),
        sample.validationLoss(),
        sample.seconds(),
        sample.imagesPerSecond(),
        records,
        sample.parametersSha256(),
        sample.runSha256(),
        sample.modelSha256(),
        sample.modelBytes());
  }

  @Test
  void readsWhatItKeptOfAsManyAsThereMayBe() throws Exception {
    EpochRecord epoch = epoch(EpochRecord.MOST_REPLICAS);
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", 1));
      writer.keep(epoch, MODEL);
    }
    RunDirectory run = RunDirectory.open(new Configuration(), runs.resolve("run").toString());
    assertThat(run.epochs()).containsExactly(epoch);
    assertThat(run.model(epoch)).isEqualTo(MODEL);
  }

  @Test
  void refusesToKeepWhatItWouldNotReadBeforeAnythingIsWritten() throws Exception {
    EpochRecord epoch = epoch(2 * EpochRecord.MOST_REPLICAS);
    try (RunWriter writer = take()) {
      writer.update(SampleRuns.run("run", 1));
      assertThatThrownBy(() -> writer.keep(epoch, MODEL))
          .isInstanceOf(RunException.class)
          .hasMessageMatching(
              "Cannot write file:%s/run/epochs/00001/epoch.json: expected at most 52000000 bytes, found 9\\d{7}. .*"
                  .formatted(runs));
      assertThat(runs.resolve("run/epochs")).doesNotExist();
    }
  }
}

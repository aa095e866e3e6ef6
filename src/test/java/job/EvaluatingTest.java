package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.Evaluation;
import io.Evaluations;
import io.RunDirectory;
import io.RunRecord;
import io.RunWriter;
import io.SampleRuns;
import io.idx.IdxWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import model.Architecture;
import model.ModelArchive;
import model.NetworkState;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/** Real networks and a real table; ten blank images are the test set. */
class EvaluatingTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int IMAGES = 10;

  @TempDir Path runs;

  private final SparkSession session = SparkSessions.shared();
  private RunDirectory run;

  @BeforeEach
  void writeTestSet() throws IOException {
    int side = Architecture.SIDE;
    IdxWriter.writeImages(
        HADOOP,
        runs.resolve("t10k-images-idx3-ubyte").toString(),
        side,
        side,
        IMAGES,
        Stream.generate(() -> new byte[side * side]).limit(IMAGES).iterator());
    IdxWriter.writeLabels(
        HADOOP, runs.resolve("t10k-labels-idx1-ubyte").toString(), new byte[IMAGES]);
  }

  private void keep(int epochs) throws IOException, InterruptedException {
    try (RunWriter writer = RunWriter.take(HADOOP, runs.toString(), "first")) {
      keep(writer, epochs);
      run = writer.directory();
    }
  }

  private static void keep(RunWriter writer, int epochs) throws IOException {
    RunRecord record = SampleRuns.run("first", epochs);
    writer.update(record);
    MultiLayerNetwork network = Architecture.LENET5.network(Architecture.LENET5.defaults(), 1);
    byte[] model = ModelArchive.bytes(network);
    String sha256 = NetworkState.of(network).parametersSha256();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      writer.keep(SampleRuns.epoch(epoch, model, sha256), model);
    }
    writer.update(record.in(RunRecord.State.COMPLETE));
  }

  private String table() {
    return runs.resolve(Evaluations.DEFAULT_NAME).toString();
  }

  private Evaluating evaluating(String epochs) throws IOException {
    return evaluating(epochs, Evaluating.MOST_NETWORKS);
  }

  private Evaluating evaluating(String epochs, int mostNetworks) throws IOException {
    EpochSelection selection =
        epochs.isEmpty() ? EpochSelection.ALL : new EpochSelection.Converter().convert(epochs);
    DataSource data = new DataSource(runs.toString(), runs.toString());
    return Evaluating.of(session, run, data, table(), selection, KernelChoice.AUTO, mostNetworks);
  }

  @Test
  void scoresManyEpochsInChunksThatTheDriverCanHold() throws Exception {
    keep(5);
    Descriptions descriptions = new Descriptions();
    session.sparkContext().addSparkListener(descriptions);
    try (Evaluating evaluating = evaluating("", 2)) {
      evaluating.scoreKept();
    } finally {
      session.sparkContext().listenerBus().waitUntilEmpty();
      session.sparkContext().removeSparkListener(descriptions);
    }
    assertThat(descriptions.seen.stream().filter(description -> description.startsWith("score")))
        .containsExactly(
            "score 2 epochs of first", "score 2 epochs of first", "score 1 epochs of first");
    assertThat(new Evaluations(session, table()).evaluations("first"))
        .extracting(Evaluation::epoch)
        .containsExactly(1, 2, 3, 4, 5);
  }

  private static final class Descriptions extends SparkListener {
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      String description = job.properties().getProperty("spark.job.description");
      seen.add(description == null ? "" : description);
    }
  }

  @Test
  void followsACompleteRunWithoutScoringTwice() throws Exception {
    keep(3);
    try (Evaluating evaluating = evaluating("2")) {
      evaluating.scoreKept();
    }
    List<Evaluation> before = new Evaluations(session, table()).evaluations("first");
    try (Evaluating evaluating = evaluating("")) {
      List<Evaluation> told = new ArrayList<>();
      evaluating.follow(Duration.ofMinutes(1), told::add);
      assertThat(told).hasSize(evaluating.scoredNow()).isSubsetOf(evaluating.evaluations());
      assertThat(evaluating.evaluations()).extracting(Evaluation::epoch).containsExactly(1, 2, 3);
      assertThat(evaluating.evaluations()).containsAll(before);
    }
  }

  @Test
  void namesTheFirstTenOfManyEpochsThatAreNotKept() throws Exception {
    keep(2);
    try (Evaluating evaluating = evaluating("1-99999")) {
      assertThatThrownBy(evaluating::scoreKept)
          .isInstanceOf(UnusableDataException.class)
          .hasMessage(
              "Cannot score epochs that are not kept: expected 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 99987 more, found 2 epochs in "
                  + run.path());
      assertThatThrownBy(() -> evaluating.follow(Duration.ofMinutes(1), row -> {}))
          .isInstanceOf(UnusableDataException.class)
          .hasMessageContaining("expected 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 99987 more");
      assertThat(evaluating.evaluations()).extracting(Evaluation::epoch).containsExactly(1, 2);
    }
  }
}

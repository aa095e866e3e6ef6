package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import io.idx.IdxPair;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import model.Deal;
import model.EpochAveraging;
import model.ModelArchive;
import model.NetworkState;
import model.Recipe;
import model.Score;
import model.Scoring;
import model.Shards;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * One run: deals the rows once, then epoch by epoch trains the replicas, averages them, keeps the
 * model and reports.
 */
final class Training {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainRequest request;
  private final Recipe recipe;
  private final Timeline timeline;

  Training(SparkSession session, TrainRequest request, Timeline timeline) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.request = request;
    this.recipe = request.recipe();
    this.timeline = timeline;
  }

  /**
   * Trains every epoch asked for. Nothing is made before every row has been read and dealt; a run
   * that fails later keeps its whole epochs and says that it failed.
   *
   * @param ahead the network of the request's recipe
   * @return the run's directory; when this returns, all of it is kept
   * @throws UnusableDataException if there are fewer rows to train on than replicas
   */
  RunDirectory run(NetworkAhead ahead) throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RunDirectory.requireNew(hadoop, request.runs(), request.runId());
    ImageSet set = ImageSet.find(session, request.data(), IdxPair.TRAIN);
    timeline.passed("both files read and fingerprinted");
    Deal deal = deal(set);
    // Before Spark's serializers ask for ND4J: so that one thread sets it up.
    MultiLayerNetwork network = ahead.await();
    timeline.passed("natives and network, what was left of them to wait for");
    try (Shards shards = Shards.of(set.rows(session), deal)) {
      spark.setJobDescription(
          "deal %,d rows to %d replicas".formatted(deal.trained(), deal.shards()));
      shards.load();
      timeline.passed("rows dealt");
      RunRecord record = Records.run(request, set, deal);
      RunDirectory directory = RunDirectory.create(hadoop, request.runs(), record);
      trainOrSayFailed(network, shards, directory, record);
      return directory;
    }
  }

  private Deal deal(ImageSet set) {
    long heldOut = Deal.heldOut(request.validationFraction(), set.count());
    if (heldOut == 0 && request.validationFraction() > 0) {
      throw new UnusableDataException(
          "No row would be held out: expected a --validation-fraction of at least 1/%d of %s, found %s"
              .formatted(set.count(), set.files().images(), request.validationFraction()));
    }
    if (request.replicas() > set.count() - heldOut) {
      throw new UnusableDataException(
          "Every replica needs a row to train on: expected --replicas of at most %d, the rows of %s, found %d"
              .formatted(set.count() - heldOut, set.files().images(), request.replicas()));
    }
    return new Deal(set.count(), heldOut, request.replicas(), recipe.seed());
  }

  private void trainOrSayFailed(
      MultiLayerNetwork network, Shards shards, RunDirectory directory, RunRecord record)
      throws IOException {
    try (TrainingReport report =
        TrainingReport.start(spark, record, shards.deal().trained(), timeline)) {
      train(network, shards, directory, report);
      directory.update(record.in(RunRecord.State.COMPLETE));
    } catch (Exception failure) {
      endFailed(directory, record, failure);
      throw failure;
    }
  }

  private static void endFailed(RunDirectory directory, RunRecord record, Exception failure) {
    try {
      if (directory.epochs().isEmpty()) {
        directory.discard();
      } else {
        directory.update(record.in(RunRecord.State.FAILED));
      }
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private void train(
      MultiLayerNetwork network, Shards shards, RunDirectory directory, TrainingReport report)
      throws IOException {
    EpochAveraging averaging = new EpochAveraging(recipe, request.replicas());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    for (int epoch = 1; epoch <= request.epochs(); epoch++) {
      averaging.countRowsIn(report.startEpoch(epoch));
      describe(epoch, "train %d replicas".formatted(request.replicas()));
      long start = System.nanoTime();
      replicas.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      double seconds = (System.nanoTime() - start) / 1e9;
      report.averaged(epoch, start, averaging.lastEpoch());
      NetworkState trained = NetworkState.of(network);
      Optional<Score> validation = validate(epoch, shards, trained);
      byte[] archive = ModelArchive.bytes(network);
      EpochRecord record =
          Records.epoch(trained, averaging.lastEpoch(), validation, seconds, archive);
      directory.keep(record, archive);
      report.endEpoch(record);
    }
  }

  private void describe(int epoch, String what) {
    spark.setJobDescription("epoch %d of %d: %s".formatted(epoch, request.epochs(), what));
  }

  private Optional<Score> validate(int epoch, Shards shards, NetworkState trained) {
    if (shards.deal().heldOut() == 0) {
      return Optional.empty();
    }
    describe(epoch, "score the rows held out");
    List<float[]> networks = List.of(trained.parameters());
    return Optional.of(
        Scoring.score(shards.heldOut(), recipe.architecture(), recipe.kernels(), networks).get(0));
  }
}

package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import io.Sha256;
import io.idx.IdxPair;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import model.Deal;
import model.EpochAveraging;
import model.EpochResult;
import model.ModelArchive;
import model.NativeKernels;
import model.NetworkState;
import model.Recipe;
import model.Score;
import model.Scoring;
import model.Shards;
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

  Training(SparkSession session, TrainRequest request) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.request = request;
    this.recipe = request.recipe();
  }

  /**
   * Trains every epoch asked for.
   *
   * @return the run's directory; when this returns, all of it is kept
   */
  RunDirectory run() throws IOException {
    ImageSet rows = ImageSet.find(session, request.data(), IdxPair.TRAIN);
    Deal deal =
        Deal.holdingOut(
            request.validationFraction(), rows.count(), request.replicas(), recipe.seed());
    RunRecord record = record(rows, deal);
    RunDirectory directory =
        RunDirectory.create(session.sparkContext().hadoopConfiguration(), request.runs(), record);
    try (Shards shards = Shards.of(rows.rows(session), deal);
        TrainingReport report = TrainingReport.start(spark, record, deal.trained())) {
      train(shards, directory, report);
    }
    directory.update(record.in(RunRecord.State.COMPLETE));
    return directory;
  }

  private void train(Shards shards, RunDirectory directory, TrainingReport report)
      throws IOException {
    MultiLayerNetwork network =
        recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
    EpochAveraging averaging = new EpochAveraging(recipe, request.replicas(), report.trainedRows());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    for (int epoch = 1; epoch <= request.epochs(); epoch++) {
      describe(epoch, "train %d replicas".formatted(request.replicas()));
      report.startEpoch(epoch);
      long start = System.nanoTime();
      replicas.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      double seconds = (System.nanoTime() - start) / 1e9;
      describe(epoch, "score the rows held out");
      Optional<Score> validation = validate(shards, network);
      EpochRecord record = keep(directory, network, averaging.lastEpoch(), validation, seconds);
      report.endEpoch(record);
    }
  }

  private void describe(int epoch, String what) {
    spark.setJobDescription("epoch %d of %d: %s".formatted(epoch, request.epochs(), what));
  }

  private Optional<Score> validate(Shards shards, MultiLayerNetwork network) {
    if (shards.deal().heldOut() == 0) {
      return Optional.empty();
    }
    List<float[]> networks = List.of(NetworkState.of(network).parameters());
    return Optional.of(Scoring.score(shards.heldOut(), recipe.architecture(), networks).get(0));
  }

  private static EpochRecord keep(
      RunDirectory directory,
      MultiLayerNetwork network,
      EpochResult result,
      Optional<Score> validation,
      double seconds)
      throws IOException {
    byte[] archive = ModelArchive.bytes(network);
    EpochRecord record =
        new EpochRecord(
            network.getEpochCount(),
            result.rows(),
            result.loss(),
            result.accuracy(),
            validation.map(score -> score.confusion().accuracy()).orElse(null),
            validation.map(Score::meanLoss).orElse(null),
            seconds,
            result.rows() / seconds,
            result.replicas().stream().map(Training::record).toList(),
            NetworkState.of(network).parametersSha256(),
            Sha256.of(archive),
            archive.length);
    directory.keep(record, archive);
    return record;
  }

  private static EpochRecord.ReplicaRecord record(EpochResult.ReplicaShare replica) {
    return new EpochRecord.ReplicaRecord(
        replica.shard(),
        replica.rows(),
        replica.minibatches(),
        replica.lossSum() / replica.rows(),
        replica.seconds());
  }

  private RunRecord record(ImageSet rows, Deal deal) {
    return new RunRecord(
        request.runId(),
        RunRecord.State.RUNNING,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        options(),
        new RunRecord.Data(
            rows.source(),
            rows.files().images(),
            rows.files().labels(),
            rows.count(),
            deal.heldOut(),
            rows.images().sha256(),
            rows.labels().sha256()),
        Versions.software());
  }

  private RunRecord.Options options() {
    return new RunRecord.Options(
        recipe.architecture().title(),
        request.replicas(),
        recipe.hyperparameters().batchSize(),
        request.epochs(),
        recipe.hyperparameters().updater().title(),
        recipe.hyperparameters().learningRate(),
        recipe.hyperparameters().momentum(),
        recipe.hyperparameters().initialisation().name(),
        recipe.seed(),
        request.validationFraction(),
        NativeKernels.description());
  }
}

package job;

import io.EpochRecord;
import io.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import model.DivergedException;
import model.EpochAveraging;
import model.ModelArchive;
import model.NetworkState;
import model.Recipe;
import model.Score;
import model.Scoring;
import model.Shards;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * The epochs of a run, one after the other: trains the replicas, averages them, scores the rows
 * held out, keeps the model, reports.
 */
final class Epochs {
  private final JavaSparkContext spark;
  private final TrainRequest request;
  private final OpenRun run;
  private final Shards shards;

  Epochs(JavaSparkContext spark, TrainRequest request, OpenRun run, Shards shards) {
    this.spark = spark;
    this.request = request;
    this.run = run;
    this.shards = shards;
  }

  /**
   * Trains what follows the epochs that are kept.
   *
   * @param network as the last of them left it, or new; of the request's recipe
   * @param kept how many there are
   */
  void train(MultiLayerNetwork network, int kept, TrainingReport report) throws IOException {
    Recipe recipe = request.recipe();
    RunRecord record = run.recorded().orElseThrow();
    EpochAveraging averaging = new EpochAveraging(recipe, request.replicas());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    for (int epoch = kept + 1; epoch <= request.epochs(); epoch++) {
      averaging.tell(report.startEpoch(epoch));
      describe(epoch, "train %d replicas".formatted(request.replicas()));
      long start = System.nanoTime();
      replicas.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      double seconds = (System.nanoTime() - start) / 1e9;
      report.averaged(start, averaging.lastEpoch());
      NetworkState trained = NetworkState.of(network);
      Optional<Score> validation = validate(epoch, trained);
      byte[] archive = ModelArchive.bytes(network);
      EpochRecord made =
          Records.epoch(trained, averaging.lastEpoch(), validation, seconds, record, archive);
      run.keep(made, archive);
      report.endEpoch(made);
    }
  }

  private void describe(int epoch, String what) {
    spark.setJobDescription("epoch %d of %d: %s".formatted(epoch, request.epochs(), what));
  }

  private Optional<Score> validate(int epoch, NetworkState trained) {
    if (shards.deal().heldOut() == 0) {
      return Optional.empty();
    }
    Recipe recipe = request.recipe();
    describe(epoch, "score the rows held out");
    List<float[]> networks = List.of(trained.parameters());
    Score score =
        Scoring.score(shards.heldOut(), recipe.architecture(), recipe.kernels(), networks)
            .scores()
            .get(0);
    if (!Double.isFinite(score.meanLoss())) {
      throw DivergedException.ofMean(
          epoch,
          "a loss of " + score.meanLoss() + " on the rows held out",
          recipe.hyperparameters().learningRate());
    }
    return Optional.of(score);
  }
}

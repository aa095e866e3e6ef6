package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import io.RunWriter;
import io.idx.IdxPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import model.Deal;
import model.DivergedException;
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
   * Trains every epoch asked for that is not kept yet. Nothing of a new run is made before every
   * row has been read and dealt; a run that fails later keeps its whole epochs and says that it
   * failed. One that is stopped gives up the epoch under way, and says how to go on.
   *
   * @param ahead the network of the request's recipe
   * @return the run's directory; when this returns, all of it is kept
   * @throws UnusableDataException if there are fewer rows to train on than replicas
   * @throws ResumeException if the run was begun otherwise
   * @throws io.RunException if another training has the run
   */
  RunDirectory run(NetworkAhead ahead) throws IOException, InterruptedException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    AtomicReference<RunWriter> taken = new AtomicReference<>();
    Stopping stopping = Stopping.with(() -> stopped(Optional.ofNullable(taken.get())));
    try (RunWriter writer = RunWriter.take(hadoop, request.runs(), request.runId())) {
      taken.set(writer);
      runOrSayFailed(writer, ahead);
      return writer.directory();
    } finally {
      stopping.over();
    }
  }

  private void stopped(Optional<RunWriter> taken) {
    try {
      if (taken.isPresent()) {
        taken.get().close(); // waits for an epoch that is being kept
      }
      if (taken.isEmpty() || taken.get().begun().isEmpty()) {
        System.err.println(Stopping.BEFORE_ANYTHING);
        return;
      }
      RunDirectory directory = taken.get().directory();
      System.err.printf(
          "stopped with %d of %d epochs in %s; go on: scripts/submit.sh train --runs %s --run-id %s%n",
          directory.epochs().size(),
          request.epochs(),
          directory.path(),
          Shell.quoted(request.runs()),
          request.runId());
    } catch (IOException | RuntimeException e) {
      System.err.println("stopped, and could not release the run: " + e);
    }
  }

  private void runOrSayFailed(RunWriter writer, NetworkAhead ahead) throws IOException {
    Optional<RunRecord> begun = writer.begun();
    try {
      List<String> differences =
          begun
              .map(run -> Resumption.differences(run, Records.options(request), software()))
              .orElse(List.of());
      List<EpochRecord> kept = Resumption.kept(writer.directory(), begun);
      if (begun.isPresent() && differences.isEmpty() && kept.size() >= request.epochs()) {
        endComplete(writer, begun.get(), kept.size());
        return;
      }
      run(writer, begun, new ArrayList<>(differences), kept, ahead);
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      if (begun.isEmpty()) {
        discardIfWithoutEpochs(writer, failure);
      } else if (!Failure.isExplained(failure)) {
        sayFailed(writer, failure);
      }
      throw failure;
    }
  }

  /** Unless the run says something else: that it was complete before it was to be extended. */
  private static void sayFailed(RunWriter writer, Exception failure) {
    try {
      RunRecord run = writer.directory().run();
      if (run.state() == RunRecord.State.RUNNING) {
        writer.update(run.in(RunRecord.State.FAILED));
      }
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private void endComplete(RunWriter writer, RunRecord begun, int kept) throws IOException {
    if (request.dataGiven()) {
      ImageSet set = ImageSet.find(session, request.data(), IdxPair.TRAIN);
      Resumption.requireNone(
          Resumption.differences(begun.data(), Records.data(set, /* heldOut= */ 0)),
          writer.directory());
    }
    if (begun.state() != RunRecord.State.COMPLETE) {
      writer.update(begun.in(RunRecord.State.COMPLETE));
    }
    System.out.printf(
        "run %s is complete: %d of %d epochs were kept before%n",
        begun.runId(), kept, begun.options().epochs());
  }

  private RunRecord.Software software() {
    return Versions.software(recipe.kernels().description());
  }

  private void run(
      RunWriter writer,
      Optional<RunRecord> begun,
      List<String> differences,
      List<EpochRecord> kept,
      NetworkAhead ahead)
      throws IOException {
    ImageSet set = ImageSet.find(session, request.data(), IdxPair.TRAIN);
    timeline.passed("both files read and fingerprinted");
    begun.ifPresent(
        run ->
            differences.addAll(
                Resumption.differences(run.data(), Records.data(set, /* heldOut= */ 0))));
    Resumption.requireNone(differences, writer.directory());
    Deal deal = deal(set);
    RunRecord asked = Records.run(request, set, deal, software());
    // Before Spark's serializers ask for ND4J: so that one thread sets it up.
    MultiLayerNetwork network = ahead.await();
    timeline.passed("natives and network, what was left of them to wait for");
    if (!kept.isEmpty()) {
      EpochRecord last = kept.get(kept.size() - 1);
      new KeptModel(writer.directory(), last).restore(network, recipe, deal);
      timeline.passed("epoch %d read".formatted(kept.size()));
    }
    try (Shards shards = Shards.of(set.rows(session), deal)) {
      spark.setJobDescription(
          "deal %,d rows to %d replicas".formatted(deal.trained(), deal.shards()));
      set.requireSame(shards.load());
      timeline.passed("rows dealt");
      RunRecord record =
          begun
              .map(run -> run.extendedTo(request.epochs()).in(RunRecord.State.RUNNING))
              .orElse(asked);
      writer.update(record);
      trainOrSayFailed(network, shards, writer, record, kept.size());
    }
  }

  private void trainOrSayFailed(
      MultiLayerNetwork network, Shards shards, RunWriter writer, RunRecord record, int kept)
      throws IOException {
    try (TrainingReport report =
        TrainingReport.start(spark, record, kept, shards.deal().trained(), timeline)) {
      train(network, shards, writer, record, kept, report);
      writer.update(record.in(RunRecord.State.COMPLETE));
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      sayFailed(writer, failure);
      throw failure;
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

  private static void discardIfWithoutEpochs(RunWriter writer, Exception failure) {
    try {
      if (writer.directory().epochs().isEmpty()) {
        writer.discard();
      }
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private void train(
      MultiLayerNetwork network,
      Shards shards,
      RunWriter writer,
      RunRecord run,
      int kept,
      TrainingReport report)
      throws IOException {
    EpochAveraging averaging = new EpochAveraging(recipe, request.replicas());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    for (int epoch = kept + 1; epoch <= request.epochs(); epoch++) {
      averaging.countRowsIn(report.startEpoch(epoch));
      describe(epoch, "train %d replicas".formatted(request.replicas()));
      long start = System.nanoTime();
      replicas.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      double seconds = (System.nanoTime() - start) / 1e9;
      report.averaged(start, averaging.lastEpoch());
      NetworkState trained = NetworkState.of(network);
      Optional<Score> validation = validate(epoch, shards, trained);
      byte[] archive = ModelArchive.bytes(network);
      EpochRecord record =
          Records.epoch(trained, averaging.lastEpoch(), validation, seconds, run, archive);
      writer.keep(record, archive);
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

package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import io.idx.IdxException;
import io.idx.IdxPair;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import model.Deal;
import model.Recipe;
import model.Shards;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** One run: begun or gone on with, its rows dealt once, its {@link Epochs} trained. */
final class Training {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainRequest request;
  private final Recipe recipe;
  private final Timeline timeline;
  private final Optional<TrainingRows> lookedAt;
  private final AtomicReference<TrainingReport> showing = new AtomicReference<>();

  Training(SparkSession session, TrainRequest request, Timeline timeline) {
    this(session, request, timeline, Optional.empty());
  }

  /**
   * On rows that were found and looked at before.
   *
   * @param lookedAt those of the request's data
   */
  Training(
      SparkSession session,
      TrainRequest request,
      Timeline timeline,
      Optional<TrainingRows> lookedAt) {
    this.lookedAt = lookedAt;
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
    Stopping stopping = Stopping.beforeAnything();
    try (OpenRun run = OpenRun.take(session.sparkContext().hadoopConfiguration(), request)) {
      stopping = stopping.then(() -> stop(run));
      runOrSayFailed(run, ahead);
      return run.directory();
    } finally {
      stopping.over();
    }
  }

  /** The bar goes first, or it would be drawn over what is said. */
  private void stop(OpenRun run) {
    TrainingReport shown = showing.get();
    if (shown != null) {
      shown.close();
    }
    System.err.println(run.stop());
  }

  private void runOrSayFailed(OpenRun run, NetworkAhead ahead) throws IOException {
    Optional<RunRecord> begun = run.recorded();
    try (TensorBoard events = events()) {
      Differences differences =
          begun
              .map(
                  record ->
                      Differences.of(
                          record, Records.options(request), request.retraining(), software()))
              .orElse(Differences.NONE);
      List<EpochRecord> kept = run.kept();
      if (begun.isPresent() && differences.areNone() && kept.size() >= request.epochs()) {
        endComplete(run, begun.get(), kept, events);
      } else {
        goOn(run, differences, kept, ahead, events);
      }
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      if (begun.isEmpty()) {
        run.discardIfWithoutEpochs(failure);
      } else if (!Failure.isExplained(failure)) {
        run.sayFailed(failure);
      }
      throw failure;
    }
  }

  /** Tried before anything is read. */
  private TensorBoard events() {
    return TensorBoard.ofTraining(
        session.sparkContext().hadoopConfiguration(), request.tensorBoard(), request.runId());
  }

  private void endComplete(OpenRun run, RunRecord begun, List<EpochRecord> kept, TensorBoard events)
      throws IOException {
    RunRecord complete = begun.in(RunRecord.State.COMPLETE);
    if (request.dataGiven()) {
      ImageSet set = find();
      requireBegunWith(set, begun, Differences.NONE, run);
      complete = complete.movedTo(Records.data(set, /* heldOut= */ 0));
    }
    if (!begun.equals(complete)) {
      run.record(complete);
    }
    events.begin(complete, kept, run.directory());
    System.out.printf(
        "run %s is complete: %d of %d epochs were kept before%n",
        begun.runId(), kept.size(), begun.options().epochs());
  }

  private static void requireBegunWith(
      ImageSet set, RunRecord begun, Differences others, OpenRun run) {
    others
        .and(begun.data(), Records.data(set, /* heldOut= */ 0), set.files())
        .requireNone(run.directory());
  }

  private RunRecord.Software software() {
    return Versions.software(recipe.kernels().description());
  }

  private void goOn(
      OpenRun run,
      Differences differences,
      List<EpochRecord> kept,
      NetworkAhead ahead,
      TensorBoard events)
      throws IOException {
    ImageSet set = findData(run);
    timeline.passed("both files read and fingerprinted");
    run.recorded().ifPresent(begun -> requireBegunWith(set, begun, differences, run));
    TrainingRows rows =
        lookedAt.orElseGet(() -> TrainingRows.of(session, set, request.heldOutByContent()));
    Deal deal = deal(request, rows);
    RunRecord asked = Records.run(request, rows, deal.heldOut(), software());
    // Before Spark's serializers ask for ND4J: so that one thread sets it up.
    MultiLayerNetwork network = ahead.await();
    timeline.passed("natives and network, what was left of them to wait for");
    if (kept.isEmpty()) {
      beginWith(asked.retraining(), network);
    } else {
      EpochRecord last = kept.get(kept.size() - 1);
      new KeptModel(run.directory(), last).restore(network, recipe, deal);
      timeline.passed("epoch %d read".formatted(kept.size()));
    }
    try (Shards shards = Shards.of(rows.read(session), deal)) {
      spark.setJobDescription(
          "deal %,d rows to %d replicas".formatted(deal.trained(), deal.shards()));
      rows.requireSame(shards.load());
      timeline.passed("rows dealt");
      RunRecord record = run.recorded().map(begun -> goneOnWith(begun, asked)).orElse(asked);
      events.begin(record, kept, run.directory()); // if it cannot, the run stays as it was
      run.record(record);
      trainOrSayFailed(network, shards, run, kept, events);
    }
  }

  /** With another model's parameters, if that is asked for; its updater's state is not taken. */
  private void beginWith(RunRecord.Retraining retraining, MultiLayerNetwork network)
      throws IOException {
    if (retraining != null && retraining.initialModel() != null) {
      ArchivedModel.of(session, retraining.initialModel()).copyTo(network, recipe.architecture());
      timeline.passed("first parameters read");
    }
  }

  private ImageSet find() throws IOException {
    return lookedAt.isPresent()
        ? lookedAt.get().set()
        : ImageSet.find(session, request.data(), IdxPair.TRAIN);
  }

  private ImageSet findData(OpenRun run) throws IOException {
    try {
      return find();
    } catch (IdxException | UnusableDataException e) {
      if (request.dataGiven()) {
        throw e;
      }
      throw new UnusableDataException(
          "The data that run.json of %s names cannot be read: %s If they lie elsewhere now, name the place (--data)"
              .formatted(run.directory().path(), e.getMessage()),
          e);
    }
  }

  /** The data may lie elsewhere since. */
  private RunRecord goneOnWith(RunRecord begun, RunRecord asked) {
    RunRecord further = begun.extendedTo(request.epochs()).in(RunRecord.State.RUNNING);
    return request.dataGiven() ? further.movedTo(asked.data()) : further;
  }

  private void trainOrSayFailed(
      MultiLayerNetwork network,
      Shards shards,
      OpenRun run,
      List<EpochRecord> kept,
      TensorBoard events)
      throws IOException {
    RunRecord record = run.recorded().orElseThrow();
    try {
      train(network, shards, run, kept.size(), events);
      run.record(record.in(RunRecord.State.COMPLETE));
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      run.sayFailed(failure);
      throw failure;
    }
  }

  private void train(
      MultiLayerNetwork network, Shards shards, OpenRun run, int kept, TensorBoard events)
      throws IOException {
    RunRecord record = run.recorded().orElseThrow();
    try (TrainingReport report =
        TrainingReport.start(spark, record, kept, shards.deal().trained(), timeline, events)) {
      showing.set(report);
      new Epochs(spark, request, run, shards).train(network, kept, report);
    }
  }

  /**
   * Which row goes where.
   *
   * @throws UnusableDataException if there are too few
   */
  private static Deal deal(TrainRequest request, TrainingRows rows) {
    long heldOut = rows.validated(request.validationFraction());
    if (heldOut == 0 && request.validationFraction() > 0) {
      throw new UnusableDataException(
          "No row would be held out: expected a --validation-fraction of at least 1/%d of %s, found %s"
              .formatted(rows.count(), rows.inWords(), request.validationFraction()));
    }
    if (request.replicas() > rows.count() - heldOut) {
      throw new UnusableDataException(
          "Every replica needs a row to train on: expected --replicas of at most %d, the rows of %s, found %d"
              .formatted(rows.count() - heldOut, rows.inWords(), request.replicas()));
    }
    return new Deal(rows.count(), heldOut, request.replicas(), request.recipe().seed());
  }
}

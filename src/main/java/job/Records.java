package job;

import io.EpochRecord;
import io.ModelVersion;
import io.RunRecord;
import io.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import model.Architecture;
import model.EpochResult;
import model.Hyperparameters;
import model.Initialisation;
import model.Kernels;
import model.NetworkState;
import model.Recipe;
import model.Score;
import model.Updater;

/** From what was asked for and what {@code model} found to what {@code io} keeps. */
final class Records {
  private Records() {}

  /**
   * The record of a run that is begun.
   *
   * @param validated rows that are held out to validate on, beside those held out by content
   */
  static RunRecord run(
      TrainRequest request, TrainingRows rows, long validated, RunRecord.Software software) {
    return new RunRecord(
        request.runId(),
        RunRecord.State.RUNNING,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        options(request),
        data(rows.set(), rows.heldOut().count() + validated),
        software,
        request.retraining().orElse(null));
  }

  static RunRecord.Data data(ImageSet set, long heldOut) {
    return new RunRecord.Data(
        set.source(),
        set.files().images(),
        set.files().labels(),
        set.count(),
        heldOut,
        set.images().sha256(),
        set.labels().sha256());
  }

  /**
   * What a run trains, and how.
   *
   * @param place where the run lies, for messages
   * @throws UnusableDataException if it was begun with something that this version does not know
   */
  static Recipe recipe(RunRecord run, String place) {
    RunRecord.Options options = run.options();
    Architecture architecture =
        known(run, place, options.architecture(), Architecture.named(options.architecture()));
    Updater updater = known(run, place, options.updater(), Updater.named(options.updater()));
    Initialisation initialisation =
        known(
            run,
            place,
            options.initialisation(),
            Arrays.stream(Initialisation.values())
                .filter(value -> value.name().equals(options.initialisation()))
                .findFirst());
    Kernels kernels = known(run, place, options.kernels(), Kernels.named(options.kernels()));
    try {
      Hyperparameters hyperparameters =
          new Hyperparameters(
              updater,
              options.learningRate(),
              options.momentum(),
              options.batchSize(),
              initialisation);
      return new Recipe(architecture, hyperparameters, options.seed(), kernels);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "Run %s cannot have been trained as its run.json says: %s. It was edited; restore it"
              .formatted(place, e.getMessage()),
          e);
    }
  }

  private static <T> T known(RunRecord run, String place, String name, Optional<T> found) {
    return found.orElseThrow(
        () ->
            new UnusableDataException(
                "Run %s was begun with %s, which this version does not know: expected one of its own names. Go on with the version that began it, %s"
                    .formatted(place, name, run.software().lenetSpark())));
  }

  /**
   * What a version is of.
   *
   * @throws UnusableDataException if this version of the program does not know it
   */
  static Architecture architecture(ModelVersion version) {
    String title = version.record().architecture();
    return Architecture.named(title)
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "Version %s is of an architecture that this version of the program does not know: found %s, expected one of %s"
                        .formatted(version.path(), title, Architecture.titles())));
  }

  static RunRecord.Options options(TrainRequest request) {
    Hyperparameters hyperparameters = request.recipe().hyperparameters();
    return new RunRecord.Options(
        request.recipe().architecture().title(),
        request.replicas(),
        hyperparameters.batchSize(),
        request.epochs(),
        hyperparameters.updater().title(),
        hyperparameters.learningRate(),
        hyperparameters.momentum(),
        hyperparameters.initialisation().name(),
        request.recipe().seed(),
        request.validationFraction(),
        request.recipe().kernels().title());
  }

  /** The record of the epoch that a network has just been trained for. */
  static EpochRecord epoch(
      NetworkState network,
      EpochResult result,
      Optional<Score> validation,
      double seconds,
      RunRecord run,
      byte[] archive) {
    return new EpochRecord(
        network.epochs(),
        result.rows(),
        result.loss(),
        result.accuracy(),
        validation.map(score -> score.confusion().accuracy()).orElse(null),
        validation.map(Score::meanLoss).orElse(null),
        seconds,
        result.rows() / seconds,
        result.replicas().stream().map(Records::replica).toList(),
        network.parametersSha256(),
        run.sha256(),
        Sha256.of(archive),
        archive.length);
  }

  private static EpochRecord.ReplicaRecord replica(EpochResult.ReplicaShare replica) {
    return new EpochRecord.ReplicaRecord(
        replica.shard(),
        replica.rows(),
        replica.minibatches(),
        replica.lossSum() / replica.rows(),
        replica.seconds(),
        replica.host(),
        replica.distance().isPresent() ? replica.distance().getAsDouble() : null);
  }
}

package job;

import io.EpochRecord;
import io.RunRecord;
import io.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import model.Deal;
import model.EpochResult;
import model.Hyperparameters;
import model.NetworkState;
import model.Score;

/** From what was asked for and what {@code model} found to what {@code io} keeps. */
final class Records {
  private Records() {}

  static RunRecord run(TrainRequest request, ImageSet set, Deal deal) {
    return new RunRecord(
        request.runId(),
        RunRecord.State.RUNNING,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        options(request),
        new RunRecord.Data(
            set.source(),
            set.files().images(),
            set.files().labels(),
            set.count(),
            deal.heldOut(),
            set.images().sha256(),
            set.labels().sha256()),
        Versions.software(request.recipe().kernels().description()));
  }

  private static RunRecord.Options options(TrainRequest request) {
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
        Sha256.of(archive),
        archive.length);
  }

  private static EpochRecord.ReplicaRecord replica(EpochResult.ReplicaShare replica) {
    return new EpochRecord.ReplicaRecord(
        replica.shard(),
        replica.rows(),
        replica.minibatches(),
        replica.lossSum() / replica.rows(),
        replica.seconds());
  }
}

package job;

import io.EpochRecord;
import io.RunDirectory;
import java.io.IOException;
import model.Architecture;
import model.Deal;
import model.ModelArchive;
import model.ModelArchiveException;
import model.NetworkState;
import model.Recipe;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The model of an epoch that is kept: read, and held against what its record vouches for. */
final class KeptModel {
  private final RunDirectory directory;
  private final EpochRecord epoch;

  KeptModel(RunDirectory directory, EpochRecord epoch) {
    this.directory = directory;
    this.epoch = epoch;
  }

  /**
   * Gives a network what it had after the epoch, bit for bit.
   *
   * @throws UnusableDataException if the archive holds another network, or other parameters
   * @throws io.RunException if it is not the file that was kept
   */
  void restore(MultiLayerNetwork network, Recipe recipe, Deal deal) throws IOException {
    int kept = epoch.epoch();
    int minibatches = deal.minibatches(recipe.hyperparameters().batchSize());
    try {
      ModelArchive.restore(
          directory.model(epoch), recipe.architecture(), network, kept * minibatches, kept);
    } catch (ModelArchiveException e) {
      throw unusable(e);
    }
    requireVouchedFor(NetworkState.of(network).parametersSha256());
  }

  /**
   * The epoch's parameters, in DL4J's order.
   *
   * @throws UnusableDataException if the archive holds another network, or other parameters
   * @throws io.RunException if it is not the file that was kept
   */
  float[] parameters(Architecture architecture) throws IOException {
    float[] parameters;
    try {
      parameters = ModelArchive.parameters(directory.model(epoch), architecture);
    } catch (ModelArchiveException e) {
      throw unusable(e);
    }
    requireVouchedFor(NetworkState.sha256(parameters));
    return parameters;
  }

  private UnusableDataException unusable(ModelArchiveException e) {
    return new UnusableDataException(
        "The model of epoch %d in %s cannot be used: %s. It is not one of this run's; restore it, or delete the epoch's folder and those after it, and train on"
            .formatted(epoch.epoch(), directory.path(), e.getMessage()),
        e);
  }

  private void requireVouchedFor(String found) {
    if (!found.equals(epoch.parametersSha256())) {
      throw new UnusableDataException(
          "The model of epoch %d in %s holds other parameters than its epoch.json vouches for: expected SHA-256 %s, found %s. Restore both, or delete the epoch's folder and those after it, and train on"
              .formatted(epoch.epoch(), directory.path(), epoch.parametersSha256(), found));
    }
  }
}

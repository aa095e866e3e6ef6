package job;

import io.ModelFile;
import java.io.IOException;
import model.Architecture;
import model.ModelArchive;
import model.ModelArchiveException;
import model.NetworkState;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A model's archive that was read, and is what its {@link ModelFile} vouches for. */
final class ArchivedModel {
  private final ModelFile file;
  private final byte[] archive;

  private ArchivedModel(ModelFile file, byte[] archive) {
    this.file = file;
    this.archive = archive;
  }

  /**
   * Reads one.
   *
   * @throws io.RunException if it is not the file that is vouched for
   */
  static ArchivedModel of(SparkSession session, ModelFile file) throws IOException {
    return of(session.sparkContext().hadoopConfiguration(), file);
  }

  /** As above, before a session is there. */
  static ArchivedModel of(Configuration hadoop, ModelFile file) throws IOException {
    return new ArchivedModel(file, file.read(hadoop));
  }

  /**
   * Its parameters, in DL4J's order.
   *
   * @throws UnusableDataException if it holds another network, or other parameters
   */
  float[] parameters(Architecture architecture) {
    float[] parameters;
    try {
      parameters = ModelArchive.parameters(archive, architecture);
    } catch (ModelArchiveException e) {
      throw new UnusableDataException(
          "The model %s cannot be used: %s. Restore it".formatted(file.path(), e.getMessage()), e);
    }
    String found = NetworkState.sha256(parameters);
    if (!found.equals(file.parametersSha256())) {
      throw new UnusableDataException(
          "The model %s holds other parameters than are vouched for: expected SHA-256 %s, found %s. Restore it"
              .formatted(file.path(), file.parametersSha256(), found));
    }
    return parameters;
  }

  /** Gives its parameters to a new network. */
  void copyTo(MultiLayerNetwork network, Architecture architecture) {
    NetworkState.of(network).withParameters(parameters(architecture)).copyTo(network);
  }
}

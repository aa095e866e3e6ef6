package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.LeaseHeldException;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.RunException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command about one model, which needs no Spark. */
abstract class ModelJob extends Job {
  @Option(
      names = "--models",
      required = true,
      paramLabel = "DIR",
      description = "Where models are kept: MODELS/NAME/….")
  private String models;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the model. Default: ${DEFAULT-VALUE}.")
  private String name = "mnist";

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--models", models);
    faults.unless(ModelDirectory.isName(name), "--name", name, ModelDirectory.NAME_RULE);
    addFaults(faults);
    return faults.all();
  }

  /** Of further options. */
  void addFaults(Faults faults) {}

  /**
   * The model, to be read.
   *
   * @throws UnusableDataException if nothing was ever kept of it
   */
  final ModelDirectory directory() throws IOException {
    ModelDirectory directory = ModelDirectory.at(hadoop(), models, name);
    if (!directory.exists()) {
      throw new UnusableDataException(
          "No model at %s: expected one that retrain has made, found none. Give its folder and name (--models, --name)"
              .formatted(directory.path()));
    }
    return directory;
  }

  /**
   * The model, to be written.
   *
   * @throws UnusableDataException as {@link #directory}
   * @throws LeaseHeldException if somebody else writes it
   */
  final ModelWriter writer() throws IOException, InterruptedException {
    directory();
    return ModelWriter.take(hadoop(), models, name);
  }

  /**
   * The model, to change its champion, be a night under way or not.
   *
   * @throws UnusableDataException as {@link #directory}
   * @throws LeaseHeldException if somebody else changes it
   */
  final ChampionWriter champions() throws IOException, InterruptedException {
    directory();
    return ChampionWriter.take(hadoop(), models, name);
  }

  @Override
  public final Integer call() throws Exception {
    try {
      work();
      return 0;
    } catch (LeaseHeldException e) {
      System.err.println("somebody else is at it: " + e.getMessage());
      return RetrainJob.BUSY;
    }
  }

  /** Does what the command is for. */
  abstract void work() throws Exception;

  /**
   * Its champion.
   *
   * @throws UnusableDataException if it has none yet
   */
  static ChampionRecord present(ModelDirectory directory) throws IOException {
    return directory.champion().orElseThrow(() -> withoutChampion(directory, "one"));
  }

  static UnusableDataException withoutChampion(ModelDirectory directory, String expected) {
    return new UnusableDataException(
        "%s has no champion yet: expected %s, found none".formatted(directory.path(), expected));
  }

  /** The champion's version, for lists: told on standard error, and none, if it cannot be read. */
  static Optional<ChampionRecord> championIfReadable(ModelDirectory directory) throws IOException {
    try {
      return directory.champion();
    } catch (RunException e) {
      System.err.println(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * A version of it.
   *
   * @throws UnusableDataException if there is none of that name
   */
  static ModelVersion version(ModelDirectory directory, String version) throws IOException {
    return directory
        .version(version)
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "No version %s of %s: expected one that models list shows, found none"
                        .formatted(version, directory.path())));
  }
}

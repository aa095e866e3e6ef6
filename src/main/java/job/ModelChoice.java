package job;

import io.EpochRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import model.Architecture;
import model.Contender;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A model as people name it: {@code RUNS/ID}, whose last epoch is meant, {@code RUNS/ID@EPOCH},
 * {@code MODELS/NAME}, whose champion is meant, or {@code MODELS/NAME@VERSION}.
 *
 * @param place of the run or the model that is retrained
 * @param part of it: an epoch or a version; empty for what is meant without one
 */
record ModelChoice(String place, String part) {
  static final String LABEL = "RUNS/ID[@EPOCH], MODELS/NAME[@VERSION]";

  /** Names of runs and of models have no @. */
  private static final Pattern WITH_PART = Pattern.compile("(?<place>.+)@(?<part>[^/@]+)");

  private static final Pattern EPOCH = Pattern.compile("[1-9]\\d{0,8}");

  static ModelChoice of(String words) {
    Matcher matcher = WITH_PART.matcher(words);
    return matcher.matches()
        ? new ModelChoice(matcher.group("place"), matcher.group("part"))
        : new ModelChoice(words, "");
  }

  /**
   * A model that was read.
   *
   * @param title what it is, for people
   */
  record Read(String title, Contender network) {}

  /**
   * Reads it; of a version every file, as {@code models verify} does.
   *
   * @param kernels what is to compute with it
   * @throws UnusableDataException if there is no such run or model, or no such epoch or version of
   *     it, or it holds another network
   * @throws io.RunException if what is there cannot be read, or is not what is vouched for
   */
  Read read(Configuration hadoop, KernelChoice kernels) throws IOException {
    Path path = qualified(hadoop);
    String folder = path.getParent().toString();
    String name = path.getName();
    if (RunDirectory.isRunId(name) && RunDirectory.begun(hadoop, folder, name).isPresent()) {
      return ofRun(RunDirectory.open(hadoop, path.toString()), kernels);
    }
    if (ModelDirectory.isName(name) && ModelDirectory.at(hadoop, folder, name).exists()) {
      return ofModel(hadoop, ModelDirectory.at(hadoop, folder, name), kernels);
    }
    throw neither(
        "neither at " + path,
        RunDirectory.isRunId(name) ? RunDirectory.likelier(hadoop, place) : "",
        null);
  }

  private Path qualified(Configuration hadoop) {
    try {
      Path path = new Path(place);
      Path qualified = path.getFileSystem(hadoop).makeQualified(path);
      if (qualified.getParent() != null) {
        return qualified;
      }
    } catch (IllegalArgumentException | IOException e) { // no path, or of no file system
      throw neither(e.getMessage(), "", e);
    }
    throw neither("the top of a file system, " + place, "", null);
  }

  private static UnusableDataException neither(String found, String likelier, Exception cause) {
    return new UnusableDataException(
        "The model is not there: expected a run that train has made (--model RUNS/ID[@EPOCH]), or a model that retrain has made (--model MODELS/NAME[@VERSION]), found %s. Correct the path%s"
            .formatted(found, likelier),
        cause);
  }

  private Read ofModel(Configuration hadoop, ModelDirectory directory, KernelChoice kernels)
      throws IOException {
    ModelVersion version =
        part.isEmpty()
            ? directory.versionOf(ModelJob.present(directory))
            : ModelJob.version(directory, part);
    version.requireWhole();
    Architecture architecture = Records.architecture(version);
    return new Read(
        "%s, version %s of %s"
            .formatted(architecture.title(), version.record().version(), directory.name()),
        new Contender(
            architecture,
            kernels.of(architecture),
            ArchivedModel.of(hadoop, version.model()).parameters(architecture)));
  }

  private Read ofRun(RunDirectory directory, KernelChoice kernels) throws IOException {
    RunRecord record = directory.run();
    Architecture architecture = Records.recipe(record, directory.path()).architecture();
    EpochRecord kept = kept(directory);
    directory.requireOwn(kept, record);
    float[] parameters = new KeptModel(directory, kept).parameters(architecture);
    return new Read(
        "%s, epoch %d of %s".formatted(architecture.title(), kept.epoch(), record.runId()),
        new Contender(architecture, kernels.of(architecture), parameters));
  }

  private EpochRecord kept(RunDirectory directory) throws IOException {
    List<EpochRecord> all = directory.epochs();
    return all.stream()
        .filter(one -> part.isEmpty() || part.equals(Integer.toString(one.epoch())))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "The model is not there: expected %s in %s, found %s. Train on, or name another epoch (--model RUNS/ID@EPOCH)"
                        .formatted(
                            expected(),
                            directory.path(),
                            all.isEmpty()
                                ? "none"
                                : EpochSelection.inWords(
                                    all.stream().map(EpochRecord::epoch).toList()))));
  }

  private String expected() {
    if (part.isEmpty()) {
      return "an epoch";
    }
    return EPOCH.matcher(part).matches()
        ? "epoch " + part
        : "an epoch by its number, not '%s',".formatted(part);
  }
}

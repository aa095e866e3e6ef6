package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import model.Architecture;
import model.Contender;
import org.apache.hadoop.conf.Configuration;

/**
 * A model as people name it: {@code RUNS/ID}, whose last epoch is meant, or {@code RUNS/ID@EPOCH}.
 *
 * @param epoch 0 for the last that is kept
 */
record ModelChoice(String run, int epoch) {
  private static final Pattern WITH_EPOCH = Pattern.compile("(?<run>.+)@(?<epoch>[1-9]\\d{0,8})");

  static ModelChoice of(String words) {
    Matcher matcher = WITH_EPOCH.matcher(words);
    return matcher.matches()
        ? new ModelChoice(matcher.group("run"), Integer.parseInt(matcher.group("epoch")))
        : new ModelChoice(words, 0);
  }

  /**
   * Reads it.
   *
   * @param kernels what is to compute with it
   * @throws UnusableDataException if no such epoch is kept, or its model is another
   * @throws io.RunException if the run or the model cannot be read
   */
  Read read(Configuration hadoop, KernelChoice kernels) throws IOException {
    RunDirectory directory = RunDirectory.open(hadoop, run);
    RunRecord record = directory.run();
    Architecture architecture = Records.recipe(record, directory.path()).architecture();
    EpochRecord kept = kept(directory);
    directory.requireOwn(kept, record);
    float[] parameters = new KeptModel(directory, kept).parameters(architecture);
    return new Read(
        "%s, epoch %d of %s".formatted(architecture.title(), kept.epoch(), record.runId()),
        new Contender(architecture, kernels.of(architecture), parameters));
  }

  /**
   * A model that was read.
   *
   * @param title what it is, for people
   */
  record Read(String title, Contender network) {}

  private EpochRecord kept(RunDirectory directory) throws IOException {
    List<EpochRecord> all = directory.epochs();
    return all.stream()
        .filter(one -> epoch == 0 || one.epoch() == epoch)
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "The model is not there: expected %s in %s, found %s. Train on, or name another epoch (--model RUNS/ID@EPOCH)"
                        .formatted(
                            epoch == 0 ? "an epoch" : "epoch " + epoch,
                            directory.path(),
                            all.isEmpty()
                                ? "none"
                                : EpochSelection.inWords(
                                    all.stream().map(EpochRecord::epoch).toList()))));
  }
}

package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a run that was begun can go on as it is asked to: to the same parameters as if it had
 * never been stopped.
 */
final class Resumption {
  private Resumption() {}

  /**
   * Checks all but the data.
   *
   * @return what differs and would lead to other parameters, a line each; {@code --epochs} may grow
   */
  static List<String> differences(
      RunRecord begun, RunRecord.Options options, RunRecord.Software software) {
    List<String> differences = new ArrayList<>();
    int epochs = begun.options().epochs();
    compare(
        begun.options(),
        options.epochs() >= epochs ? options.withEpochs(epochs) : options,
        differences);
    RunRecord.Software former = begun.software();
    compare("version of lenet-spark", former.lenetSpark(), software.lenetSpark(), differences);
    compare("revision of its arithmetic", former.revision(), software.revision(), differences);
    compare(
        "version of Deeplearning4j",
        former.deeplearning4j(),
        software.deeplearning4j(),
        differences);
    if (options.dependsOnNatives()) {
      compare("native arithmetic", former.arithmetic(), software.arithmetic(), differences);
    }
    return differences;
  }

  /** Of the training set: its bytes decide, not where it lies. */
  static List<String> differences(RunRecord.Data begun, RunRecord.Data data) {
    List<String> differences = new ArrayList<>();
    compare("rows", begun.rows(), data.rows(), differences);
    compare("SHA-256 of the images", begun.imagesSha256(), data.imagesSha256(), differences);
    compare("SHA-256 of the labels", begun.labelsSha256(), data.labelsSha256(), differences);
    return differences;
  }

  private static void compare(Record begun, Record asked, List<String> differences) {
    for (RecordComponent component : begun.getClass().getRecordComponents()) {
      try {
        compare(
            flag(component.getName()),
            component.getAccessor().invoke(begun),
            component.getAccessor().invoke(asked),
            differences);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("every component of a record can be read", e);
      }
    }
  }

  /** {@code batchSize} is {@code --batch-size} on the command line. */
  private static String flag(String component) {
    return "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static void compare(String what, Object begun, Object asked, List<String> differences) {
    if (!begun.equals(asked)) {
      differences.add("%s: expected %s, found %s".formatted(what, begun, asked));
    }
  }

  /**
   * Refuses what differs.
   *
   * @throws ResumeException naming all differences, if there are any
   */
  static void requireNone(List<String> differences, RunDirectory run) {
    if (!differences.isEmpty()) {
      throw new ResumeException(
          "Run %s was begun otherwise, and would not become the same model:%n  %s%nLeave these options out to go on with it, or choose another --run-id"
              .formatted(run.path(), String.join(System.lineSeparator() + "  ", differences)));
    }
  }

  /**
   * The epochs that are kept, which must be the first ones of the run that was begun.
   *
   * @param begun empty only of a run without epochs
   * @throws ResumeException if one in between is missing
   * @throws io.RunException if one was trained otherwise than the run says
   */
  static List<EpochRecord> kept(RunDirectory run, Optional<RunRecord> begun) throws IOException {
    List<EpochRecord> epochs = run.epochs();
    for (EpochRecord epoch : epochs) {
      run.requireOwn(epoch, begun.orElseThrow());
    }
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).epoch() != i + 1) {
        throw new ResumeException(
            "Run %s cannot go on: expected epoch %d, found epoch %d next. Restore it, or delete those after it"
                .formatted(run.path(), i + 1, epochs.get(i).epoch()));
      }
    }
    return epochs;
  }
}

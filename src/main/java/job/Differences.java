package job;

import io.RunDirectory;
import io.RunRecord;
import io.idx.IdxPair;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What differs between a run that was begun and what is to go on with it, and would lead to other
 * parameters than if it had never been stopped: a line each, with what was expected and found.
 *
 * @param options of the command line; {@code --epochs} may grow
 * @param software its own version, and what does its arithmetic; not Spark and Java, which do none
 * @param data the bytes of the training set; not where it lies
 */
record Differences(List<String> options, List<String> software, List<String> data) {
  static final Differences NONE = new Differences(List.of(), List.of(), List.of());

  Differences {
    options = List.copyOf(options);
    software = List.copyOf(software);
    data = List.copyOf(data);
  }

  /** Of all but the data. */
  static Differences of(
      RunRecord begun,
      RunRecord.Options options,
      Optional<RunRecord.Retraining> retraining,
      RunRecord.Software software) {
    List<String> all = new ArrayList<>(ofOptions(begun.options(), options));
    compare(
        "retraining", inWords(Optional.ofNullable(begun.retraining())), inWords(retraining), all);
    return new Differences(
        all, ofSoftware(begun.software(), software, options.dependsOnNatives()), List.of());
  }

  private static String inWords(Optional<RunRecord.Retraining> retraining) {
    return retraining.map(RunRecord.Retraining::inWords).orElse("none");
  }

  /** The same, and those of the data. */
  Differences and(RunRecord.Data begun, RunRecord.Data found, IdxPair files) {
    List<String> differences = new ArrayList<>();
    compare("rows of " + files.images(), begun.rows(), found.rows(), differences);
    compare(
        "SHA-256 of the images, " + files.images(),
        begun.imagesSha256(),
        found.imagesSha256(),
        differences);
    compare(
        "SHA-256 of the labels, " + files.labels(),
        begun.labelsSha256(),
        found.labelsSha256(),
        differences);
    return new Differences(options, software, differences);
  }

  private static List<String> ofOptions(RunRecord.Options begun, RunRecord.Options asked) {
    List<String> differences = new ArrayList<>();
    RunRecord.Options compared = asked.withEpochs(begun.epochs());
    for (RecordComponent component : RunRecord.Options.class.getRecordComponents()) {
      try {
        compare(
            flag(component.getName()),
            component.getAccessor().invoke(begun),
            component.getAccessor().invoke(compared),
            differences);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("every component of a record can be read", e);
      }
    }
    if (asked.epochs() < begun.epochs()) {
      differences.add(
          "--epochs: expected %d or more, for a run can only be made longer, found %d"
              .formatted(begun.epochs(), asked.epochs()));
    }
    return differences;
  }

  /** {@code batchSize} is {@code --batch-size} on the command line. */
  private static String flag(String component) {
    return "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static List<String> ofSoftware(
      RunRecord.Software begun, RunRecord.Software here, boolean natives) {
    List<String> differences = new ArrayList<>();
    compare("version of lenet-spark", begun.lenetSpark(), here.lenetSpark(), differences);
    compare("revision of its arithmetic", begun.revision(), here.revision(), differences);
    compare(
        "version of Deeplearning4j", begun.deeplearning4j(), here.deeplearning4j(), differences);
    if (natives) {
      compare("native arithmetic", begun.arithmetic(), here.arithmetic(), differences);
    }
    return differences;
  }

  private static void compare(String what, Object begun, Object found, List<String> differences) {
    if (!begun.equals(found)) {
      differences.add("%s: expected %s, found %s".formatted(what, begun, found));
    }
  }

  boolean areNone() {
    return options.isEmpty() && software.isEmpty() && data.isEmpty();
  }

  /**
   * Refuses them.
   *
   * @throws ResumeException naming all of them, and what to do about each kind
   */
  void requireNone(RunDirectory run) {
    if (!areNone()) {
      String line = System.lineSeparator() + "  ";
      List<String> all = Stream.of(options, software, data).flatMap(List::stream).toList();
      throw new ResumeException(
          "Run %s was begun otherwise, and goes on only as it was begun:%s%s%nTo go on with it, %s. Or begin another run, under another --run-id"
              .formatted(run.path(), line, String.join(line, all), String.join("; ", remedies())));
    }
  }

  private List<String> remedies() {
    List<String> remedies = new ArrayList<>();
    if (!options.isEmpty()) {
      remedies.add("leave these options out");
    }
    if (!software.isEmpty()) {
      remedies.add("use the software that began it, on a machine of the same kind");
    }
    if (!data.isEmpty()) {
      remedies.add("restore the data's files, or name a whole copy of them (--data)");
    }
    return remedies;
  }
}

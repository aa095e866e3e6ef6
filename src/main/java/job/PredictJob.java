package job;

import io.Prediction;
import io.Predictions;
import io.WholeText;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import model.Cleanup;
import model.Contender;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code predict}: parses the options, reads people's pictures, says what the model sees. */
@Command(
    name = "predict",
    description =
        "Says which digits are on pictures: photos, scans and drawings, prepared as MNIST's were.")
final class PredictJob extends Job {
  /** So that nobody's photo is replaced by a page. */
  private static final Pattern PAGE = Pattern.compile(".*\\.html?");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUNS/ID[@EPOCH]",
      description = "A run's directory, and which epoch of it. Default: the last that is kept.")
  private String model;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "PNG, JPEG, GIF and BMP files, folders with all that is in them, IDX files of images.")
  private List<String> input = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "A new folder for the table of predictions, as Parquet.")
  private String output;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description =
          "An HTML page of the first "
              + ContactSheet.MOST
              + " pictures: each as it is, as the network saw it, and the answer.")
  private String sheet;

  @Option(names = "--kernels", paramLabel = "NAME", description = KernelChoice.DESCRIPTION)
  private KernelChoice kernels = KernelChoice.AUTO;

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--model", model);
    input.forEach(path -> faults.notBlank("--input", path));
    faults.notBlank("--output", output);
    faults.notBlank("--sheet", sheet);
    if (sheet != null && !PAGE.matcher(sheet).matches()) {
      faults.add("--sheet: expected a name that ends in .html, found " + sheet);
    }
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    if (output != null) {
      Predictions.requireFree(hadoop(), output);
    }
    Stopping stopping =
        Stopping.with(
            () -> System.err.println("stopped; no table and no page is left half written"));
    Timeline timeline = timeline();
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(
          session,
          () -> {
            predict(session, timeline);
            return 0;
          });
    } finally {
      stopping.over();
    }
  }

  private void predict(SparkSession session, Timeline timeline) throws IOException {
    ModelChoice.Read read =
        ModelChoice.of(model).read(session.sparkContext().hadoopConfiguration(), kernels);
    timeline.passed("model read");
    long start = System.nanoTime();
    session.sparkContext().setJobDescription("predict by " + read.title());
    JavaRDD<Prediction> predictions =
        predictions(session, read.network()).persist(StorageLevel.MEMORY_AND_DISK());
    timeline.passed("pictures listed");
    try {
      Counts counts = Counts.of(predictions);
      counts.requirePictures(input);
      timeline.passed("predicted");
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Prediction> first = predictions.takeOrdered(ContactSheet.MOST, ByPath.ORDER);
      report(read.title(), first, counts, seconds);
      write(session, predictions, read.title(), first);
      counts.requireAnswers();
    } finally {
      Cleanup.unpersist(predictions);
    }
  }

  private static void report(String title, List<Prediction> first, Counts counts, double seconds) {
    System.out.print(PredictionTable.of(first, counts.pictures()));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d of %,d pictures answered, %.1f s, %,.0f pictures/s%n",
        title,
        counts.answered(),
        counts.pictures(),
        seconds,
        counts.pictures() / seconds);
  }

  private void write(
      SparkSession session, JavaRDD<Prediction> predictions, String title, List<Prediction> first)
      throws IOException {
    if (output != null) {
      Predictions.write(session, predictions, output);
      System.out.printf("predictions: %s%n", output);
    }
    if (sheet != null) {
      WholeText.write(
          session.sparkContext().hadoopConfiguration(), sheet, ContactSheet.of(title, first));
      System.out.printf("sheet: %s%n", sheet);
    }
  }

  private JavaRDD<Prediction> predictions(SparkSession session, Contender network)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    return PictureFiles.in(spark.hadoopConfiguration(), input)
        .pictures(session, sheet == null ? 0 : ContactSheet.MOST)
        .mapPartitions(
            new PredictPictures(
                spark.broadcast(network),
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()))));
  }

  private enum ByPath implements Comparator<Prediction> {
    ORDER;

    @Override
    public int compare(Prediction one, Prediction other) {
      return one.path().compareTo(other.path());
    }
  }

  private record Counts(long pictures, long answered) {
    static Counts of(JavaRDD<Prediction> predictions) {
      return new Counts(
          predictions.count(), predictions.filter(one -> one.answer().isPresent()).count());
    }

    void requirePictures(List<String> input) {
      if (pictures == 0) {
        throw new UnusableDataException(
            "No picture is there: expected PNG, JPEG, GIF, BMP or IDX files (--input), found no file in %s. Name another folder"
                .formatted(String.join(", ", input)));
      }
    }

    void requireAnswers() {
      if (answered == 0) {
        throw new UnusableDataException(
            String.format(
                Locale.ROOT,
                "No picture got an answer: expected digits on PNG, JPEG, GIF or BMP files (--input), found an error for each of %,d files. The first are above; --output has all",
                pictures));
      }
    }
  }
}

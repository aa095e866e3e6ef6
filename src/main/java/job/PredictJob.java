package job;

import io.PlaceTrial;
import io.Prediction;
import io.Predictions;
import io.WholeText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import model.Cleanup;
import model.Contender;
import model.TaskProgress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
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
  @Option(
      names = "--model",
      required = true,
      paramLabel = ModelChoice.LABEL,
      description =
          "A run's directory and which epoch of it, by default the last that is kept; or a model that retrain keeps and which version of it, by default the champion.")
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
    faults.endsIn("--sheet", sheet, ".html");
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = hadoop();
    requirePlaces(hadoop);
    Stopping stopping =
        Stopping.with(
            () -> System.err.println("stopped; no table and no page is left half written"));
    Timeline timeline = timeline();
    NativeCache.settleAndLoad();
    Ahead<PictureFiles> pictures = Ahead.of("pictures-ahead", () -> PictureFiles.in(hadoop, input));
    Ahead<ModelChoice.Read> read = Ahead.of("model-ahead", () -> modelRead(hadoop));
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(
          session,
          () -> {
            predict(session, read.await(), pictures.await(), timeline);
            return 0;
          });
    } finally {
      stopping.over();
    }
  }

  /** Before ten minutes of work are lost on a folder that may not be written to. */
  private void requirePlaces(Configuration hadoop) throws IOException {
    if (output != null && sheet != null && isWithin(hadoop, output, sheet)) {
      throw new UsageException(
          "--sheet: expected a place outside of --output, whose folder is the table's alone, found "
              + sheet);
    }
    if (output != null) {
      PlaceTrial.require(hadoop, output, "--output");
      Predictions.requireFree(hadoop, output);
    }
    if (sheet != null) {
      PlaceTrial.require(hadoop, sheet, "--sheet");
    }
  }

  private static boolean isWithin(Configuration hadoop, String folder, String file) {
    try {
      return qualified(hadoop, file).startsWith(qualified(hadoop, folder) + "/");
    } catch (IllegalArgumentException | IOException e) {
      return false; // no places: which is told when they are tried
    }
  }

  private static String qualified(Configuration hadoop, String place) throws IOException {
    Path path = new Path(place);
    return path.getFileSystem(hadoop).makeQualified(path).toString();
  }

  /** Ready to be used, too, where the tasks are to run in this JVM. */
  private ModelChoice.Read modelRead(Configuration hadoop) throws IOException {
    ModelChoice.Read read = ModelChoice.of(model).read(hadoop, kernels);
    if (new SparkConf().get("spark.master", "").startsWith("local")) {
      PredictPictures.warmUp(read.network());
    }
    return read;
  }

  private void predict(
      SparkSession session, ModelChoice.Read read, PictureFiles pictures, Timeline timeline)
      throws IOException, InterruptedException {
    timeline.passed("model read, pictures listed");
    long start = System.nanoTime();
    session.sparkContext().setJobDescription("predict by " + read.title());
    TaskBar bar = TaskBar.of(session.sparkContext(), "files");
    JavaRDD<Prediction> predictions = predictions(session, read.network(), pictures, bar);
    if (output != null) {
      predictions.persist(StorageLevel.MEMORY_AND_DISK()); // for the table, after the summary
    }
    try {
      PredictionSummary summary =
          PredictionSummary.of(
              predictions, sheet == null ? PredictionTable.MOST : ContactSheet.MOST);
      bar.stop();
      requirePictures(summary);
      timeline.passed("predicted");
      report(read.title(), pictures, summary, (System.nanoTime() - start) / 1e9);
      if (output != null) {
        Predictions.write(session, predictions, output);
        System.out.printf("predictions: %s%n", output);
      }
      if (sheet != null) {
        String page = page(read.title(), pictures, summary);
        WholeText.write(session.sparkContext().hadoopConfiguration(), sheet, page);
        System.out.printf("sheet: %s%n", sheet);
      }
      requireAnswers(summary);
    } finally {
      bar.stop();
      Cleanup.unpersist(predictions);
    }
  }

  private static void report(
      String title, PictureFiles pictures, PredictionSummary summary, double seconds) {
    System.out.print(PredictionTable.of(summary, pictures::asGiven));
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %.1f s, %,.0f a second%n",
        title,
        counted(pictures, summary),
        seconds,
        summary.all() / seconds);
  }

  private static String counted(PictureFiles pictures, PredictionSummary summary) {
    return String.format(
        Locale.ROOT, "%,d of %,d %s answered", summary.answered(), summary.all(), pictures.kinds());
  }

  private static String page(String title, PictureFiles pictures, PredictionSummary summary) {
    List<Prediction> first = summary.first();
    String shown =
        first.size() < summary.all() ? "; here are the first %d".formatted(first.size()) : "";
    return ContactSheet.of(title, counted(pictures, summary) + shown, first);
  }

  private JavaRDD<Prediction> predictions(
      SparkSession session, Contender network, PictureFiles pictures, TaskBar bar)
      throws InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    return pictures
        .pictures(session, sheet == null ? 0 : ContactSheet.MOST)
        .mapPartitions(
            new PredictPictures(
                spark.broadcast(network),
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
                pictures.files() == 0
                    ? TaskProgress.UNTOLD
                    : bar.start("predicting", pictures.files())));
  }

  private void requirePictures(PredictionSummary summary) {
    if (summary.all() == 0) {
      throw new UnusableDataException(
          "No picture is there: expected PNG, JPEG, GIF, BMP or IDX files (--input), found no file in %s. Name another folder"
              .formatted(String.join(", ", input)));
    }
  }

  private static void requireAnswers(PredictionSummary summary) {
    if (summary.answered() == 0) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "No picture got an answer: expected digits on PNG, JPEG, GIF or BMP files (--input), found an error for each of %,d files. The first are above; --output has all",
              summary.all()));
    }
  }
}

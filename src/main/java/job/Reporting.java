package job;

import io.EpochRecord;
import io.Evaluation;
import io.RunDirectory;
import io.RunRecord;
import io.idx.IdxPair;
import io.picture.PicturePng;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import job.report.Comparison;
import job.report.Report;
import job.report.ReportedRun;
import model.Architecture;
import model.Cleanup;
import model.Contender;
import model.ImageBlock;
import model.LayerMaps;
import model.PairedScore;
import model.PairedScored;
import model.PairedScoring;
import model.Scoring;
import model.WrongDigit;
import model.WrongDigits;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Looks at runs for a report: reads what is kept of them, and computes anew from their models what
 * they make of the test set. Writes nothing, least of all into the table of evaluations.
 */
final class Reporting implements AutoCloseable {
  private static final int MOST_WRONG = 40;
  private static final int SAMPLES_OF_CLASS = 5;

  /** Of 256 rows each. */
  private static final int FIRST_BLOCKS = 4;

  /** A run, and what computes with its last epoch. */
  private record Run(RunDirectory directory, ReportedRun reported, Contender network) {}

  private final SparkSession session;
  private final List<String> paths;
  private final KernelChoice kernels;
  private final Optional<ImageSet> testSet;
  private final Optional<JavaRDD<ImageBlock>> rows;

  private Reporting(
      SparkSession session, List<String> paths, KernelChoice kernels, Optional<ImageSet> testSet) {
    this.session = session;
    this.paths = paths;
    this.kernels = kernels;
    this.testSet = testSet;
    this.rows =
        testSet.map(
            set ->
                Scoring.inFileOrder(set.rows(session), set.count())
                    .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /**
   * Of runs that exist.
   *
   * @param paths the run that is reported, and those that it is compared with
   * @param data the test set; if it is not given, the one beside the first run's training set, or
   *     none if there is none
   * @throws io.RunException if there is no such run
   */
  static Reporting of(
      SparkSession session, List<String> paths, Optional<String> data, KernelChoice kernels)
      throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RunDirectory first = RunDirectory.open(hadoop, paths.get(0));
    for (String other : paths.subList(1, paths.size())) {
      RunDirectory.open(hadoop, other); // a wrong name should not cost the scoring of the first
    }
    return new Reporting(session, paths, kernels, testSet(session, first, data));
  }

  private static Optional<ImageSet> testSet(
      SparkSession session, RunDirectory run, Optional<String> data) throws IOException {
    String name = data.isPresent() ? data.get() : DataSource.nameOf(run.run().data(), run.path());
    DataSource source = new DataSource(name, run.runs());
    if (data.isEmpty() && !source.hasTestSet(session.sparkContext().hadoopConfiguration())) {
      System.err.printf(
          "No test set is in %s: the report goes without accuracy and mistakes (--data names another place)%n",
          name);
      return Optional.empty();
    }
    return Optional.of(ImageSet.find(session, source, IdxPair.TEST));
  }

  /** As {@code --data} names it. */
  Optional<String> testSource() {
    return testSet.map(ImageSet::source);
  }

  /**
   * What the report shows.
   *
   * @param told in one line what of a run is scored on what, before it is
   * @throws UnusableDataException if a run has no epoch, or a model is another one's
   * @throws io.RunException if something of a run cannot be read
   */
  Report report(Consumer<String> told) throws IOException {
    Run run = read(paths.get(0), told);
    List<Comparison> comparisons = new ArrayList<>();
    for (String path : paths.subList(1, paths.size())) {
      comparisons.add(compare(run, read(path, told)));
    }
    session.sparkContext().setJobDescription("look for the surest mistakes");
    List<ImageBlock> first = rows.map(blocks -> blocks.take(FIRST_BLOCKS)).orElse(List.of());
    LayerMaps maps =
        first.isEmpty()
            ? LayerMaps.ofNoImage(run.network())
            : LayerMaps.of(run.network(), first.get(0).image(0));
    return new Report(
        run.reported(),
        maps,
        rows.map(blocks -> test(WrongDigits.surest(blocks, run.network(), MOST_WRONG), first)),
        comparisons);
  }

  private Run read(String path, Consumer<String> told) throws IOException {
    RunDirectory directory = RunDirectory.open(session.sparkContext().hadoopConfiguration(), path);
    RunRecord record = directory.run();
    List<EpochRecord> epochs = directory.epochs();
    if (epochs.isEmpty()) {
      throw new UnusableDataException(
          "There is nothing to report: expected at least one epoch in %s, found none. Wait for the first, or train on"
              .formatted(directory.path()));
    }
    EpochRecord last = epochs.get(epochs.size() - 1);
    directory.requireOwn(last, record);
    Architecture architecture = Records.recipe(record, directory.path()).architecture();
    Contender network =
        new Contender(
            architecture,
            kernels.of(architecture),
            new KeptModel(directory, last).parameters(architecture));
    List<Evaluation> evaluations = evaluations(directory, record, epochs, told);
    return new Run(
        directory, new ReportedRun(directory.path(), record, epochs, evaluations), network);
  }

  private List<Evaluation> evaluations(
      RunDirectory directory, RunRecord record, List<EpochRecord> epochs, Consumer<String> told)
      throws IOException {
    List<Evaluation> evaluations = new ArrayList<>();
    if (testSet.isPresent()) {
      EpochScoring scoring =
          new EpochScoring(directory, record, kernels, testSet.get(), rows.orElseThrow());
      told.accept(scoring.inWords(EpochSelection.count(epochs.size())));
      for (int from = 0; from < epochs.size(); from += Evaluating.MOST_NETWORKS) {
        int to = Math.min(from + Evaluating.MOST_NETWORKS, epochs.size());
        evaluations.addAll(scoring.score(epochs.subList(from, to)));
      }
    }
    return evaluations;
  }

  private Comparison compare(Run run, Run other) {
    session
        .sparkContext()
        .setJobDescription(
            "compare %s with %s".formatted(run.directory().runId(), other.directory().runId()));
    return new Comparison(other.reported(), rows.map(blocks -> paired(blocks, run, other)));
  }

  private PairedScore paired(JavaRDD<ImageBlock> blocks, Run run, Run other) {
    PairedScored paired = PairedScoring.score(blocks, other.network(), run.network());
    testSet.orElseThrow().requireSame(paired.checks());
    return paired.score();
  }

  private Report.Test test(List<WrongDigit> wrong, List<ImageBlock> first) {
    return new Report.Test(
        testSet.orElseThrow().source(), wrong, samples(first), sample(first.get(0), 0, 0));
  }

  /** The first few of each class, as far as they are among the first rows. */
  private static List<Report.Sample> samples(List<ImageBlock> blocks) {
    List<Report.Sample> samples = new ArrayList<>();
    int[] found = new int[Architecture.CLASSES];
    long firstRow = 0;
    for (ImageBlock block : blocks) {
      for (int row = 0; row < block.rows(); row++) {
        if (found[block.label(row)]++ < SAMPLES_OF_CLASS) {
          samples.add(sample(block, row, firstRow + row));
        }
      }
      firstRow += block.rows();
    }
    samples.sort(Comparator.comparingInt(Report.Sample::label));
    return samples;
  }

  private static Report.Sample sample(ImageBlock block, int row, long index) {
    return new Report.Sample(
        index, block.label(row), PicturePng.ofGrey(block.image(row), Architecture.SIDE));
  }

  @Override
  public void close() {
    rows.ifPresent(Cleanup::unpersist);
  }
}

package job;

import io.EpochRecord;
import io.Evaluation;
import io.Evaluations;
import io.RunDirectory;
import io.RunRecord;
import io.idx.IdxPair;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import model.Cleanup;
import model.ImageBlock;
import model.Scoring;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Scores the epochs of one run that the table has not yet, 256 in one pass over the test set. */
final class Evaluating implements AutoCloseable {
  /** Networks that the driver holds at once: 63 MB of parameters. */
  static final int MOST_NETWORKS = 256;

  private final JavaSparkContext spark;
  private final RunDirectory directory;
  private final ImageSet testSet;
  private final JavaRDD<ImageBlock> rows;
  private final EpochScoring scoring;
  private final Evaluations table;
  private final EpochSelection selection;
  private final int mostNetworks;
  private int scoredNow;

  private Evaluating(
      SparkSession session,
      RunDirectory directory,
      RunRecord run,
      ImageSet testSet,
      Evaluations table,
      EpochSelection selection,
      KernelChoice kernels,
      int mostNetworks)
      throws IOException {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.directory = directory;
    this.testSet = testSet;
    this.rows =
        Scoring.inFileOrder(testSet.rows(session), testSet.count())
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.scoring = new EpochScoring(directory, run, kernels, testSet, rows);
    this.table = table;
    this.selection = selection;
    this.mostNetworks = mostNetworks;
  }

  static Evaluating of(
      SparkSession session,
      RunDirectory directory,
      DataSource data,
      String table,
      EpochSelection selection,
      KernelChoice kernels)
      throws IOException {
    return of(session, directory, data, table, selection, kernels, MOST_NETWORKS);
  }

  /** As {@link #of}, of so many networks that the driver holds at once. */
  static Evaluating of(
      SparkSession session,
      RunDirectory directory,
      DataSource data,
      String table,
      EpochSelection selection,
      KernelChoice kernels,
      int mostNetworks)
      throws IOException {
    RunRecord run = directory.run();
    ImageSet testSet = ImageSet.find(session, data, IdxPair.TEST);
    return new Evaluating(
        session,
        directory,
        run,
        testSet,
        new Evaluations(session, table),
        selection,
        kernels,
        mostNetworks);
  }

  /** As below, and says nothing. */
  void scoreKept() throws IOException {
    scoreKept(heading -> {});
  }

  /**
   * Scores what is kept now.
   *
   * @param told in one line what will be scored on what, before it is
   * @throws UnusableDataException if an epoch was asked for that is not kept
   * @throws io.RunException if a model is not the one that its record vouches for
   */
  void scoreKept(Consumer<String> told) throws IOException {
    List<EpochRecord> kept = directory.epochs();
    List<Integer> missing = selection.missing(kept.stream().map(EpochRecord::epoch).toList());
    if (kept.isEmpty() || !missing.isEmpty()) {
      throw new UnusableDataException(
          "Cannot score epochs that are not kept: expected %s, found %d epochs in %s"
              .formatted(
                  missing.isEmpty() ? "at least one" : EpochSelection.inWords(missing),
                  kept.size(),
                  directory.path()));
    }
    List<EpochRecord> chosen =
        kept.stream().filter(epoch -> selection.includes(epoch.epoch())).toList();
    Set<Integer> scored = scored(kept);
    long before = chosen.stream().filter(epoch -> scored.contains(epoch.epoch())).count();
    String epochs = EpochSelection.count(chosen.size());
    told.accept(
        scoring.inWords(before == 0 ? epochs : "%s, %d scored before,".formatted(epochs, before)));
    scoreBesides(scored, chosen, row -> {});
  }

  /** As {@link #scoreKept} is told; for {@link #follow}. */
  String inWords() {
    return scoring.inWords("each epoch when it is kept");
  }

  /**
   * Scores each epoch as it is kept; see {@link Following#untilScored}.
   *
   * @param told of each row when it is in the table
   * @throws UnusableDataException if epochs that were asked for will not come
   */
  void follow(Duration silence, Consumer<Evaluation> told)
      throws IOException, InterruptedException {
    Set<Integer> scored = scored(directory.epochs());
    new Following(
            directory, selection, epochs -> scoreBesides(scored, epochs, told), Following.SYSTEM)
        .untilScored(silence);
  }

  /** Which of the epochs the table holds already. */
  private Set<Integer> scored(List<EpochRecord> epochs) throws IOException {
    Map<Integer, String> parameters = new HashMap<>();
    epochs.forEach(epoch -> parameters.put(epoch.epoch(), epoch.parametersSha256()));
    return table.epochs(runId(), parameters, testSet.sha256());
  }

  private void scoreBesides(
      Set<Integer> scored, List<EpochRecord> chosen, Consumer<Evaluation> told) throws IOException {
    List<EpochRecord> epochs =
        chosen.stream().filter(epoch -> !scored.contains(epoch.epoch())).toList();
    for (int from = 0; from < epochs.size(); from += mostNetworks) {
      score(epochs.subList(from, Math.min(from + mostNetworks, epochs.size()))).forEach(told);
    }
  }

  private List<Evaluation> score(List<EpochRecord> epochs) throws IOException {
    List<Evaluation> evaluations = scoring.score(epochs);
    spark.setJobDescription("write %d evaluations".formatted(evaluations.size()));
    table.write(evaluations);
    scoredNow += evaluations.size();
    return evaluations;
  }

  /**
   * Rows of the run that were scored on other images, and are replaced if their epoch is scored.
   */
  List<Evaluation> ofOtherTestSets() throws IOException {
    return evaluations().stream()
        .filter(row -> !row.testSha256().equals(testSet.sha256()))
        .toList();
  }

  /** The run's rows that were scored on this test set, by epoch. */
  List<Evaluation> ofThisTestSet() throws IOException {
    return evaluations().stream().filter(row -> row.testSha256().equals(testSet.sha256())).toList();
  }

  /** How many of the run's epochs the table holds as they are kept, for this test set. */
  int epochsInTable() throws IOException {
    return scored(directory.epochs()).size();
  }

  /** Epochs that were not in the table yet. */
  int scoredNow() {
    return scoredNow;
  }

  private String runId() {
    return directory.runId();
  }

  /** The run's rows of the table, by epoch. */
  List<Evaluation> evaluations() throws IOException {
    return table.evaluations(runId());
  }

  @Override
  public void close() {
    Cleanup.unpersist(rows);
  }
}

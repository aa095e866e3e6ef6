package job;

import io.EpochRecord;
import io.Evaluation;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import model.Architecture;
import model.ImageBlock;
import model.Kernels;
import model.Score;
import model.Scored;
import model.Scoring;
import model.TaskProgress;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Scores kept epochs of one run on the rows of a test set, in one pass over them. */
final class EpochScoring {
  private final RunDirectory directory;
  private final RunRecord run;
  private final Architecture architecture;
  private final Kernels kernels;
  private final ImageSet testSet;
  private final JavaRDD<ImageBlock> rows;
  private final TaskBar bar;

  /**
   * Of a run.
   *
   * @param testSet that the rows are of
   * @param rows as {@link Scoring#inFileOrder} leaves them
   * @throws UnusableDataException if the run is of an architecture that this version does not know
   */
  EpochScoring(
      RunDirectory directory,
      RunRecord run,
      KernelChoice kernels,
      ImageSet testSet,
      JavaRDD<ImageBlock> rows) {
    this.directory = directory;
    this.run = run;
    this.architecture = architecture(run, directory.path());
    this.kernels = kernels.of(architecture);
    this.testSet = testSet;
    this.rows = rows;
    this.bar = TaskBar.of(rows.context(), "images");
  }

  private static Architecture architecture(RunRecord run, String place) {
    return Architecture.named(run.options().architecture())
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "Run %s is of an architecture that this version does not know: found %s, expected one of %s"
                        .formatted(place, run.options().architecture(), Architecture.titles())));
  }

  /**
   * One line for people, before the work.
   *
   * @param epochs which are scored, in words
   */
  String inWords(String epochs) {
    return String.format(
        Locale.ROOT,
        "run %s: %s, %s on %,d test images of %s",
        run.runId(),
        architecture.title(),
        epochs,
        testSet.count(),
        testSet.source());
  }

  /**
   * What each epoch's model makes of the rows.
   *
   * @param epochs so few that the driver can hold their parameters
   * @throws UnusableDataException if the rows are not those of the test set any more, or a model is
   *     another network's
   * @throws io.RunException if a model is not the one that its record vouches for
   */
  List<Evaluation> score(List<EpochRecord> epochs) throws IOException {
    JavaSparkContext.fromSparkContext(rows.context())
        .setJobDescription("score %d epochs of %s".formatted(epochs.size(), run.runId()));
    List<float[]> networks = new ArrayList<>();
    for (EpochRecord epoch : epochs) {
      directory.requireOwn(epoch, run);
      networks.add(new KeptModel(directory, epoch).parameters(architecture));
    }
    Scored scored = scored(networks);
    testSet.requireSame(scored.checks());
    List<Score> scores = scored.scores();
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      evaluations.add(
          EvaluationOf.score(run.runId(), epochs.get(i), architecture, testSet, scores.get(i)));
    }
    return evaluations;
  }

  private Scored scored(List<float[]> networks) {
    TaskProgress progress =
        bar.start(
            "scoring " + EpochSelection.count(networks.size()), networks.size() * testSet.count());
    try {
      return Scoring.score(rows, architecture, kernels, networks, progress);
    } finally {
      bar.stop();
    }
  }
}

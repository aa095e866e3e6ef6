package model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Scores a champion and its challenger on the same rows, in one pass over them. */
public final class PairedScoring {
  private PairedScoring() {}

  /**
   * What both made of each row. Counts alone: they are the same in any order of the rows.
   *
   * @param rows in any order
   */
  public static PairedScored score(
      JavaRDD<ImageBlock> rows, Contender champion, Contender challenger) {
    Recipe championRecipe = champion.recipe();
    Recipe challengerRecipe = challenger.recipe();
    Broadcast<float[][]> parameters =
        JavaSparkContext.fromSparkContext(rows.context())
            .broadcast(new float[][] {champion.parameters(), challenger.parameters()});
    try {
      Total total = new Total();
      InOrder.forEach(
          rows.mapPartitions(
              partition ->
                  List.of(part(partition, championRecipe, challengerRecipe, parameters.value()))
                      .iterator(),
              true),
          Part.class,
          Function.identity(),
          total::add);
      return new PairedScored(total.score, total.checks);
    } finally {
      Cleanup.destroy(parameters, rows.context());
    }
  }

  /** One partition. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;
    private final PairedScore score;
    private final long checks;

    Part(PairedScore score, long checks) {
      this.score = score;
      this.checks = checks;
    }
  }

  private static final class Total {
    private PairedScore score = PairedScore.empty(Architecture.CLASSES);
    private long checks;

    void add(Part part) {
      score = score.plus(part.score);
      checks += part.checks;
    }
  }

  private static Part part(
      Iterator<ImageBlock> partition, Recipe champion, Recipe challenger, float[][] parameters) {
    try {
      List<ImageBlock> rows = Scoring.held(partition);
      long checks = rows.stream().mapToLong(ImageBlock::checks).sum();
      PredictedCrossEntropy byChampion = predicted(rows, champion, parameters[0]);
      PredictedCrossEntropy byChallenger = predicted(rows, challenger, parameters[1]);
      return new Part(paired(byChampion, byChallenger), checks);
    } catch (OutOfMemoryError error) {
      throw new MemoryException("rows were scored", error);
    }
  }

  private static PredictedCrossEntropy predicted(
      List<ImageBlock> rows, Recipe recipe, float[] parameters) {
    PredictedCrossEntropy predicted = new PredictedCrossEntropy();
    Scoring.scores(rows, recipe, new float[][] {parameters}, predicted, TaskProgress.UNTOLD);
    return predicted;
  }

  private static PairedScore paired(
      PredictedCrossEntropy champion, PredictedCrossEntropy challenger) {
    byte[] labels = champion.labels();
    if (!Arrays.equals(labels, challenger.labels())) {
      throw new IllegalStateException("both networks see the same rows in the same order");
    }
    byte[] byChampion = champion.predicted();
    byte[] byChallenger = challenger.predicted();
    PairedScore.Builder score = PairedScore.builder(Architecture.CLASSES);
    for (int row = 0; row < labels.length; row++) {
      score.add(labels[row], byChampion[row], byChallenger[row], 1);
    }
    return score.build();
  }
}

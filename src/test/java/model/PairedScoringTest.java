package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class PairedScoringTest {
  private static final int ROWS = 600;
  private static final List<LabelledImage> IMAGES = Rows.sortedByLabel(ROWS, 2);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  private static final Contender CHAMPION = contender(Architecture.LENET5, 1);
  private static final Contender CHALLENGER = contender(Architecture.LENET5_1998, 2);

  /** Trained until it is right more often than not. */
  private static Contender contender(Architecture architecture, long seed) {
    NativeKernels.prepare(); // or DL4J trains without oneDNN
    MultiLayerNetwork network = architecture.network(architecture.defaults(), seed);
    for (int step = 0; step < 8; step++) {
      network.fit(Minibatches.inOrder(all(), ROWS).next());
    }
    return new Contender(architecture, Kernels.DL4J, Floats.of(network.params()));
  }

  private static Iterator<ImageBlock> all() {
    return ImageBlock.pack(IMAGES.iterator());
  }

  private JavaRDD<ImageBlock> rows(int partitions) {
    return spark.parallelize(IMAGES, partitions).mapPartitions(ImageBlock::pack);
  }

  private Confusion confusion(Contender one) {
    return Scoring.score(
            rows(1), one.recipe().architecture(), one.recipe().kernels(), List.of(one.parameters()))
        .scores()
        .get(0)
        .confusion();
  }

  @Test
  void countsWhatEachNetworkAnswersByItself() {
    PairedScore score = PairedScoring.score(rows(3), CHAMPION, CHALLENGER).score();

    assertThat(score.champion()).isEqualTo(confusion(CHAMPION));
    assertThat(score.challenger()).isEqualTo(confusion(CHALLENGER));
    assertThat(score.difference().gained()).isPositive();
    assertThat(score.difference().lost()).isPositive();
  }

  /** Row by row, each in a set of its own: one is right by one network alone, or it is not. */
  @Test
  void knowsWhichRowsOneOfThemAloneHasRight() {
    long gained = 0;
    long lost = 0;
    List<LabelledImage> some = IMAGES.subList(ROWS / 2, ROWS / 2 + 12);
    for (LabelledImage row : some) {
      JavaRDD<ImageBlock> alone =
          spark.parallelize(List.of(row), 1).mapPartitions(ImageBlock::pack);
      PairedScore score = PairedScoring.score(alone, CHAMPION, CHALLENGER).score();
      gained += score.challenger().correct() > score.champion().correct() ? 1 : 0;
      lost += score.challenger().correct() < score.champion().correct() ? 1 : 0;
    }
    PairedDifference together =
        PairedScoring.score(
                spark.parallelize(some, 1).mapPartitions(ImageBlock::pack), CHAMPION, CHALLENGER)
            .score()
            .difference();

    assertThat(together).isEqualTo(new PairedDifference(gained, lost, some.size()));
  }

  @Test
  void isTheSameHoweverTheRowsCome() {
    assertThat(PairedScoring.score(rows(7), CHAMPION, CHALLENGER).score())
        .isEqualTo(PairedScoring.score(rows(1), CHAMPION, CHALLENGER).score());
  }

  @Test
  void aNetworkGainsAndLosesNothingAgainstItself() {
    PairedDifference none = PairedScoring.score(rows(2), CHAMPION, CHAMPION).score().difference();

    assertThat(none).isEqualTo(new PairedDifference(0, 0, ROWS));
  }
}

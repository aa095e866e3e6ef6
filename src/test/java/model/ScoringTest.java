package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import testing.SparkSessions;

class ScoringTest {
  private static final int ROWS = 1_500;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  /** With batch norm, so that scoring in training mode would show. */
  private static MultiLayerNetwork network(long seed) {
    MultiLayerNetwork network =
        Architecture.LENET5_BATCHNORM.network(Architecture.LENET5_BATCHNORM.defaults(), seed);
    network.fit(all());
    return network;
  }

  private static DataSet all() {
    return Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(ROWS, 2).iterator()), ROWS)
        .next();
  }

  private List<Score> score(int partitions, List<MultiLayerNetwork> networks) {
    return Scoring.score(
            Scoring.inFileOrder(spark.parallelize(Rows.sortedByLabel(ROWS, 2), partitions), ROWS),
            Architecture.LENET5_BATCHNORM,
            Kernels.DL4J,
            networks.stream().map(network -> Floats.of(network.params())).toList())
        .scores();
  }

  @Test
  void countsWhatPlainDl4jAnswers() {
    MultiLayerNetwork network = network(1);
    DataSet rows = all();
    float[] probabilities = Floats.of(network.output(rows.getFeatures()).dup('c'));
    float[] labels = Floats.of(rows.getLabels());
    long correct = 0;
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      int label = largest(labels, row);
      correct += largest(probabilities, row) == label ? 1 : 0;
      loss -= Math.log(probabilities[row * Architecture.CLASSES + label]);
    }
    Score score = score(3, List.of(network)).get(0);
    assertThat(score.confusion().examples()).isEqualTo(ROWS);
    assertThat(score.confusion().correct()).isEqualTo(correct);
    assertThat(score.meanLoss()).isCloseTo(loss / ROWS, within(1e-5));
  }

  @Test
  void isTheSameHoweverTheRowsCome() {
    List<MultiLayerNetwork> networks = List.of(network(1), network(2));
    assertThat(score(1, networks)).isEqualTo(score(7, networks));
  }

  /** In this JVM, where the tasks run. */
  private static final class Noted implements TaskProgress {
    private static final long serialVersionUID = 1L;
    private static final List<Long> AT = new CopyOnWriteArrayList<>();
    private static final List<Long> DONE = new CopyOnWriteArrayList<>();

    @Override
    public void at(int task, long pictures) {
      AT.add(pictures);
    }

    @Override
    public void done(int task, long pictures) {
      DONE.add(pictures);
    }
  }

  @Test
  void tellsHowManyRowsItsNetworksHaveScoredWhileTheyDo() {
    List<float[]> networks =
        Stream.of(network(1), network(2)).map(network -> Floats.of(network.params())).toList();

    Scoring.score(
        Scoring.inFileOrder(spark.parallelize(Rows.sortedByLabel(ROWS, 2), 2), ROWS),
        Architecture.LENET5_BATCHNORM,
        Kernels.DL4J,
        networks,
        new Noted());

    assertThat(Noted.AT)
        .as("two networks, partitions of 1,024 and 476")
        .contains(128L, 1024L, 476L);
    assertThat(Noted.DONE).containsExactlyInAnyOrder(2 * 1024L, 2 * 476L);
  }

  @Test
  void scoresEachNetworkByItself() {
    List<Score> both = score(2, List.of(network(1), network(2)));
    assertThat(both.get(0)).isEqualTo(score(2, List.of(network(1))).get(0));
    assertThat(both.get(1))
        .isEqualTo(score(2, List.of(network(2))).get(0))
        .isNotEqualTo(both.get(0));
  }

  private static int largest(float[] values, int row) {
    int from = row * Architecture.CLASSES;
    int largest = 0;
    for (int label = 1; label < Architecture.CLASSES; label++) {
      largest = values[from + label] > values[from + largest] ? label : largest;
    }
    return largest;
  }
}

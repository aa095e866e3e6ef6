package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

/**
 * The parameters that this revision of the arithmetic trains, whatever the width of the vectors. If
 * they are others now, a run must not go on half with the one and half with the other: increase
 * {@link Recipe#REVISION}, and put the new ones here.
 */
class RevisionTest {
  @ParameterizedTest
  @CsvSource({
    "LENET5, 1, 5326c7ccd134277a7ca617b1f76d6229d82b365cd4c71b7fe4f37d23189ca6c9",
    "LENET5_LINEAR_CONV, 1, b1d0cea469d00ca08e40b390041e7b26c2d7cf0df21560b8b03a7e1f14d3b803"
  })
  void trainsTheSameParametersAsWhenTheRevisionWasGiven(
      Architecture architecture, int revision, String sha256) {
    assumeThat(Kernels.FAST.obstacle(architecture)).isEmpty();
    Recipe recipe = new Recipe(architecture, architecture.defaults(), 5, Kernels.FAST);
    assertThat(Recipe.REVISION).isEqualTo(revision);
    assertThat(trained(recipe, new Deal(205, 0, 3, recipe.seed()))).isEqualTo(sha256);
  }

  /** Two epochs: the second begins with a mean of parameters, and of the updater's state. */
  private static String trained(Recipe recipe, Deal deal) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
    MultiLayerNetwork network =
        recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
    EpochAveraging averaging = new EpochAveraging(recipe, deal.shards());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    try (Shards shards =
        Shards.of(spark.parallelize(Rows.sortedByLabel((int) deal.rows(), 3), 2), deal)) {
      shards.load();
      replicas.fit(shards.minibatches(1, recipe.hyperparameters().batchSize()));
      replicas.fit(shards.minibatches(2, recipe.hyperparameters().batchSize()));
    }
    return NetworkState.of(network).parametersSha256();
  }
}

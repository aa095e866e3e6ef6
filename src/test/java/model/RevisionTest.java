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
  private static final int REVISION = 1;

  @ParameterizedTest
  @CsvSource({
    "LENET5, ADAM, 5326c7ccd134277a7ca617b1f76d6229d82b365cd4c71b7fe4f37d23189ca6c9",
    "LENET5, NESTEROVS, 989471dc1fc97edfabef125812a8b623399e7bb2761e2c9a8e509ced073620bf",
    "LENET5_LINEAR_CONV, ADAM, b1d0cea469d00ca08e40b390041e7b26c2d7cf0df21560b8b03a7e1f14d3b803",
    "LENET5_3X3, SGD, 36af0f2bdf26e35ec77e1808a7e80bf653e5f7bff65527a28e7309cea01348b2"
  })
  void trainsTheSameParametersAsWhenTheRevisionWasGiven(
      Architecture architecture, Updater updater, String sha256) {
    assumeThat(Kernels.FAST.obstacle(architecture)).isEmpty();
    Hyperparameters hyperparameters = architecture.defaults().withUpdater(updater);
    Recipe recipe = new Recipe(architecture, hyperparameters, 5, Kernels.FAST);
    assertThat(Recipe.REVISION).isEqualTo(REVISION);
    assertThat(trained(recipe, new Deal(205, 0, 3, recipe.seed()))).isEqualTo(sha256);
  }

  /** With Deeplearning4j's layers, too, whose arithmetic is its own version's. */
  @ParameterizedTest
  @CsvSource({
    "LENET5, a4aeb2f9249900e5e27f2562d0fed3669bc67a7248a175c0f445f0c1cdc7d047",
    "LENET5_1998, 0af40db28f89ddf0167670bd0531dc85f2ca357882462f14dded476b6ab8c76f",
    "LENET5_LINEAR_CONV, a1114867fea69945351abe8baf093a4be14ed1e4e1eb69981978988dfafc8184",
    "LENET5_BATCHNORM, eec30b05329f432e65dbb13ecf7c53203afc4422f280f954729fb32b7636d0f9",
    "LENET5_3X3, 30c0bde2e158613800bc2fc98b50b5d7ee52a3fd419d1b942cc4bd0d96a99037",
    "LENET5_SIGMOID, c749ed52a3cfcdf5b007e1f26886d9ad5c18f9dd4293214a70e3f0d097b3ac43"
  })
  void beginsWithTheSameParametersAsWhenTheRevisionWasGiven(
      Architecture architecture, String sha256) {
    assertThat(Recipe.REVISION).isEqualTo(REVISION);
    assertThat(NetworkState.of(architecture.network(architecture.defaults(), 5)).parametersSha256())
        .isEqualTo(sha256);
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

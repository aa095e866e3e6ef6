package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * {@code StockSpark DATA EXPORTS ROWS WARM-UP PASSES}: DL4J's own parameter averaging on Spark
 * {@code local[2]}, two workers. One average a pass, as this project does it; all else is what
 * dl4j-spark does by itself (minibatches exported to files, below EXPORTS, before the first pass;
 * updater not kept; Java serialisation). One line of JSON.
 */
final class StockSpark {
  private static final int WORKERS = 2;

  private StockSpark() {}

  public static void main(String[] words) throws IOException {
    TrainingImages images = TrainingImages.read(Path.of(words[0]), Integer.parseInt(words[2]));
    int minibatches = images.rows() / StockDl4j.BATCH;
    if (images.rows() % (StockDl4j.BATCH * WORKERS) != 0) {
      throw new IllegalArgumentException(
          "Every worker must get the same whole minibatches: expected a multiple of %d rows, found %d"
              .formatted(StockDl4j.BATCH * WORKERS, images.rows()));
    }
    SparkConf settings =
        new SparkConf()
            .setMaster("local[" + WORKERS + "]")
            .setAppName("stock DL4J")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(settings)) {
      JavaRDD<DataSet> data =
          spark.parallelize(
              IntStream.range(0, minibatches)
                  .mapToObj(each -> images.minibatch(each * StockDl4j.BATCH, StockDl4j.BATCH))
                  .toList());
      SparkDl4jMultiLayer network =
          new SparkDl4jMultiLayer(
              spark, StockDl4j.network(), averaging(minibatches / WORKERS, words[1]));
      Measurement found =
          Measurement.of(
              "spark-stock",
              images.rows(),
              Integer.parseInt(words[3]),
              Integer.parseInt(words[4]),
              pass -> network.fit(data));
      System.out.println(found.json());
    }
  }

  private static ParameterAveragingTrainingMaster averaging(int frequency, String exports) {
    return new ParameterAveragingTrainingMaster.Builder(WORKERS, StockDl4j.BATCH)
        .batchSizePerWorker(StockDl4j.BATCH)
        .averagingFrequency(frequency)
        .exportDirectory(exports)
        .build();
  }
}

package bench;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * {@code StockStep DATA ROWS WARM-UP PASSES}: {@code fit} of stock DL4J, minibatch by minibatch,
 * each made from bytes. One line of JSON.
 */
final class StockStep {
  private StockStep() {}

  public static void main(String[] words) throws IOException {
    TrainingImages images = TrainingImages.read(Path.of(words[0]), Integer.parseInt(words[1]));
    MultiLayerNetwork network = StockDl4j.network();
    Measurement found =
        Measurement.of(
            "step-stock",
            images.rows(),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            pass -> train(network, images));
    System.out.println(found.json());
  }

  private static void train(MultiLayerNetwork network, TrainingImages images) {
    for (int row = 0; row < images.rows(); row += StockDl4j.BATCH) {
      network.fit(images.minibatch(row, Math.min(StockDl4j.BATCH, images.rows() - row)));
    }
  }
}

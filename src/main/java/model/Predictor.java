package model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network that says what it takes images for, by the very arithmetic that scores it. For one
 * thread; holds native memory until it is closed.
 */
public final class Predictor implements AutoCloseable {
  private final MultiLayerNetwork network;
  private final Probabilities probabilities = new Probabilities();

  private Predictor(Contender contender) {
    NativeKernels.prepare();
    network = contender.recipe().kernels().network(contender.recipe(), probabilities);
    float[] parameters = contender.parameters();
    Floats.copy(parameters, parameters.length, network.params());
  }

  /** Of a network's parameters. */
  public static Predictor of(Contender contender) {
    return new Predictor(contender);
  }

  /**
   * The probability of each class for each image, {@code [images][classes]}.
   *
   * @param images each {@code [28 × 28]}, row by row, unsigned, white on black
   */
  public List<double[]> probabilities(List<byte[]> images) {
    List<LabelledImage> rows =
        IntStream.range(0, images.size())
            .mapToObj(row -> new LabelledImage(row, /* label= */ 0, images.get(row)))
            .toList();
    try (Minibatches minibatches =
        Minibatches.inOrder(ImageBlock.pack(rows.iterator()), Scoring.BATCH)) {
      while (minibatches.hasNext()) {
        network.score(minibatches.next(), false);
      }
    }
    return probabilities.taken();
  }

  /**
   * As {@link #probabilities}, each the mean of five: of the image, and of it moved by one pixel
   * up, down, left and right. For pictures that nobody centred as MNIST's were.
   *
   * @param images each {@code [28 × 28]}, row by row, unsigned, white on black
   */
  public List<double[]> probabilitiesOverShifts(List<byte[]> images) {
    return Shifts.means(probabilities(images.stream().flatMap(Shifts::of).toList()));
  }

  @Override
  public void close() {
    NativeKernels.release(network);
  }

  /** Keeps those of each row that is scored; its labels mean nothing. */
  private static final class Probabilities extends ScoredCrossEntropy {
    private static final long serialVersionUID = 1L;

    private final transient List<double[]> rows = new ArrayList<>();

    @Override
    void count(SoftmaxRows counted) {
      for (int row = 0; row < counted.count(); row++) {
        rows.add(counted.probabilities(row));
      }
    }

    List<double[]> taken() {
      List<double[]> taken = List.copyOf(rows);
      rows.clear();
      return taken;
    }
  }
}

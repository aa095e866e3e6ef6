package model;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Minibatches for tests. */
final class Images {
  private static final int SIDE = 28;

  private Images() {}

  /**
   * Images {@code [count, 1, 28, 28]} labelled 0, 1, … 9, 0, …: noise in every pixel, so that no
   * unit sits on a kink and no two are equal under max-pooling, and brighter in one of ten fields
   * (two rows of five), so that there is something to learn.
   */
  static DataSet minibatch(int count, long seed, DataType type) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] pixels = new double[count * SIDE * SIDE];
    double[] labels = new double[count * 10];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / SIDE % SIDE;
      int column = i % SIDE;
      int field = row / 14 * 5 + column * 5 / SIDE;
      int label = i / (SIDE * SIDE) % 10;
      pixels[i] = random.nextDouble() * 0.5 + (field == label ? 0.5 : 0);
    }
    for (int image = 0; image < count; image++) {
      labels[image * 10 + image % 10] = 1;
    }
    INDArray images = Nd4j.create(pixels, new long[] {count, 1, SIDE, SIDE}, 'c');
    INDArray oneHot = Nd4j.create(labels, new long[] {count, 10}, 'c');
    return new DataSet(images.castTo(type), oneHot.castTo(type));
  }
}

package model.fast;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Convolution.WINDOW;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import model.fast.LeNetShape.Nonlinearity;

/**
 * {@link Convolution} of 16 images at a time. The four sums of a window are the four columns of a
 * tile, so y is never stored whole.
 */
final class ConvolutionForward {
  private static final int TILE_ROW = WINDOW * Lanes.COUNT;

  private final Convolution form;
  private final Product product;
  private final float[] biases;
  private final float[] tile;

  ConvolutionForward(Convolution form) {
    this.form = form;
    int[] points = form.windowPoints();
    int[] columns = new int[points.length];
    Arrays.setAll(columns, i -> i % WINDOW * Lanes.COUNT);
    this.product =
        new Product(
            form.maps(),
            form.weightsOfMap(),
            Product.multiples(1, form.weightsOfMap()),
            form.taps(1),
            points,
            TILE_ROW,
            columns);
    this.biases = new float[form.maps() * TILE_ROW];
    this.tile = new float[biases.length];
  }

  /** To be called when the biases have changed. */
  void takeBiases(float[] parameters) {
    for (int map = 0; map < form.maps(); map++) {
      Arrays.fill(biases, map * TILE_ROW, (map + 1) * TILE_ROW, parameters[form.biases() + map]);
    }
  }

  /**
   * Computes out.
   *
   * @param winners takes, where out takes the pooled maps, which of its window's points is largest,
   *     0 to 3, of equals the first; {@link Convolution#OFF} where ReLU is off
   */
  void run(float[] parameters, float[] x, int xFrom, float[] out, float[] winners, int outFrom) {
    int windows = form.pooledSide() * form.pooledSide();
    for (int window = 0; window < windows; window++) {
      System.arraycopy(biases, 0, tile, 0, tile.length);
      for (int lane = 0; lane < Lanes.COUNT; lane += STEP) {
        product.add(parameters, form.weights(), x, xFrom + lane, tile, lane, window * WINDOW);
      }
      for (int map = 0; map < form.maps(); map++) {
        int to = outFrom + (map * windows + window) * form.outputStride();
        for (int lane = 0; lane < Lanes.COUNT; lane += STEP) {
          pool(map * TILE_ROW + lane, out, winners, to + lane);
        }
      }
    }
  }

  private void pool(int from, float[] out, float[] winners, int to) {
    FloatVector largest = fromArray(SPECIES, tile, from);
    FloatVector winner = FloatVector.zero(SPECIES);
    for (int point = 1; point < WINDOW; point++) {
      FloatVector y = fromArray(SPECIES, tile, from + point * Lanes.COUNT);
      VectorMask<Float> larger = y.compare(VectorOperators.GT, largest);
      largest = largest.blend(y, larger);
      winner = winner.blend(broadcast(SPECIES, (float) point), larger);
    }
    if (form.nonlinearity() == Nonlinearity.RELU) {
      VectorMask<Float> off = largest.compare(VectorOperators.LE, 0f);
      largest = largest.blend(FloatVector.zero(SPECIES), off);
      winner = winner.blend(broadcast(SPECIES, Convolution.OFF), off);
    }
    largest.intoArray(out, to);
    winner.intoArray(winners, to);
  }
}

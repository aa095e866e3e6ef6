package model.fast;

import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Convolution.WINDOW;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The gradients of {@link Convolution}, 16 images at a time, summed over images:
 *
 * <pre>
 *   dy[m, window's winner] = dout[m, window], and 0 at the window's other points
 *   db[m]          = Σ_{r, c} dy[m, r, c]
 *   dw[m, i, s, t] = Σ_{r, c} dy[m, r, c] · x[i, r+s, c+t]
 *   dx[i, r+s, c+t] = Σ_{m, s, t} w[m, i, s, t] · dy[m, r, c]
 * </pre>
 *
 * <p>dy is laid out a strip of rows at a time, so that it stays in the processor's caches. Sums
 * over images are kept lane by lane, and added up when they are taken.
 */
final class ConvolutionBackward {
  private static final int STRIP_FLOATS = 1 << 15;

  private final Convolution form;
  private final int windowRows;
  private final int points;
  private final float[] strip;
  private final Correlation toWeights;

  /** None for the first layer: nobody asks for the gradient of an image. */
  private final List<Product> toInput;

  private final int columns;
  private final float[] weightSums;
  private final float[] biasSums;

  ConvolutionBackward(Convolution form) {
    this.form = form;
    this.windowRows = windowRows(form);
    this.points = 2 * windowRows * form.side();
    int mapRow = points * Lanes.COUNT;
    this.strip = new float[form.maps() * mapRow];
    int[] xPoints = new int[points];
    Arrays.setAll(xPoints, i -> form.offset(i / form.side(), i % form.side()));
    int[] taps = form.taps(Correlation.COLUMNS);
    this.columns = taps.length;
    this.toWeights = new Correlation(form.maps(), mapRow, xPoints, taps, columns * Lanes.COUNT);
    this.toInput = form.inputMaps() == 1 ? List.of() : toInput(form, mapRow, 2 * windowRows);
    this.weightSums = new float[form.maps() * columns * Lanes.COUNT];
    this.biasSums = new float[form.maps() * Lanes.COUNT];
  }

  private static int windowRows(Convolution form) {
    int rows = form.pooledSide();
    while (rows > 1
        && (form.pooledSide() % rows != 0
            || form.maps() * 2 * rows * form.side() * Lanes.COUNT > STRIP_FLOATS)) {
      rows--;
    }
    return rows;
  }

  /**
   * One for each range of columns of x that the same taps of a kernel's row reach: all of them but
   * near the edges. A row of taps at a time, so that no two columns of a tile meet in a point of x.
   */
  private static List<Product> toInput(Convolution form, int mapRow, int rows) {
    List<Product> products = new ArrayList<>();
    for (int from = 0, to; from < form.inputSide(); from = to) {
      int first = firstTap(form, from);
      int last = lastTap(form, from);
      to = from + 1;
      while (to < form.inputSide() && firstTap(form, to) == first && lastTap(form, to) == last) {
        to++;
      }
      products.add(toInput(form, mapRow, rows, from, to));
    }
    return products;
  }

  private static int firstTap(Convolution form, int column) {
    return Math.max(0, column - form.side() + 1);
  }

  private static int lastTap(Convolution form, int column) {
    return Math.min(form.kernel() - 1, column);
  }

  /**
   * Columns from..to-1; the last point is repeated until tiles are full, and gets the same twice.
   */
  private static Product toInput(Convolution form, int mapRow, int rows, int from, int to) {
    int first = firstTap(form, from);
    int taps = lastTap(form, from) - first + 1;
    int[] weights = new int[form.maps() * taps];
    Arrays.setAll(weights, k -> k / taps * form.weightsOfMap() + first + k % taps);
    int[] ofMaps = new int[form.maps() * taps];
    Arrays.setAll(ofMaps, k -> k / taps * mapRow - (first + k % taps) * Lanes.COUNT);
    int points = rows * (to - from);
    int[] ofPoints = new int[(points + Product.COLUMNS - 1) / Product.COLUMNS * Product.COLUMNS];
    int[] ofInput = new int[ofPoints.length];
    for (int i = 0; i < ofPoints.length; i++) {
      int point = Math.min(i, points - 1);
      int row = point / (to - from);
      int column = from + point % (to - from);
      ofPoints[i] = (row * form.side() + column) * Lanes.COUNT;
      ofInput[i] = form.offset(row, column);
    }
    int inputMap = form.offset(form.inputSide(), 0);
    int area = form.kernel() * form.kernel();
    return new Product(form.inputMaps(), area, weights, ofMaps, ofPoints, inputMap, ofInput);
  }

  /** How many strips dy has. */
  int strips() {
    return form.pooledSide() / windowRows;
  }

  /** Lays out a strip of dy, and adds up db. */
  void unpool(float[] outGradient, int gradientFrom, float[] winners, int winnersFrom, int number) {
    int pooled = form.pooledSide();
    for (int map = 0; map < form.maps(); map++) {
      for (int window = 0; window < windowRows * pooled; window++) {
        int of = ((map * pooled + number * windowRows) * pooled + window) * form.outputStride();
        int point = 2 * (window / pooled * form.side() + window % pooled);
        int to = (map * points + point) * Lanes.COUNT;
        for (int lane = 0; lane < Lanes.COUNT; lane += STEP) {
          FloatVector gradient = fromArray(SPECIES, outGradient, gradientFrom + of + lane);
          FloatVector winner = fromArray(SPECIES, winners, winnersFrom + of + lane);
          addToBias(gradient, winner, map * Lanes.COUNT + lane);
          unpool(gradient, winner, to + lane);
        }
      }
    }
  }

  private void addToBias(FloatVector gradient, FloatVector winner, int bias) {
    fromArray(SPECIES, biasSums, bias)
        .add(gradient.blend(0f, winner.compare(VectorOperators.EQ, Convolution.OFF)))
        .intoArray(biasSums, bias);
  }

  private void unpool(FloatVector gradient, FloatVector winner, int to) {
    for (int point = 0; point < WINDOW; point++) {
      int at = to + (point / 2 * form.side() + point % 2) * Lanes.COUNT;
      gradient.blend(0f, winner.compare(VectorOperators.NE, (float) point)).intoArray(strip, at);
    }
  }

  /** Adds up dw over the strip that lies there. */
  void addToWeights(float[] x, int xFrom, int number) {
    int from = xFrom + form.offset(2 * windowRows * number, 0);
    for (int lane = 0; lane < Lanes.COUNT; lane += STEP) {
      toWeights.add(strip, lane, x, from + lane, weightSums, lane);
    }
  }

  /** Adds to dx what comes of the strip that lies there. */
  void addToInput(float[] parameters, float[] inputGradient, int xFrom, int number) {
    int from = xFrom + form.offset(2 * windowRows * number, 0);
    for (int row = 0; row < form.kernel(); row++) {
      int weights = form.weights() + row * form.kernel();
      int to = from + form.offset(row, 0);
      for (Product product : toInput) {
        for (int column = 0; column < product.columns(); column += Product.COLUMNS) {
          for (int lane = 0; lane < Lanes.COUNT; lane += STEP) {
            product.add(parameters, weights, strip, lane, inputGradient, to + lane, column);
          }
        }
      }
    }
  }

  /** Writes db and dw into a vector of gradients, and starts anew from zero. */
  void take(float[] gradient) {
    for (int map = 0; map < form.maps(); map++) {
      gradient[form.biases() + map] = Lanes.sum(biasSums, map * Lanes.COUNT);
      int to = form.weights() + map * form.weightsOfMap();
      for (int weight = 0; weight < form.weightsOfMap(); weight++) {
        gradient[to + weight] = Lanes.sum(weightSums, (map * columns + weight) * Lanes.COUNT);
      }
    }
    Arrays.fill(biasSums, 0);
    Arrays.fill(weightSums, 0);
  }
}

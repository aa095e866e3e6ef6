package model.fast;

import java.util.Arrays;
import model.fast.LeNetShape.Nonlinearity;

/**
 * The form of a convolution (stride 1, no padding of its own), its nonlinearity, and max-pooling of
 * 2×2 windows:
 *
 * <pre>
 *   y[m, r, c]   = b[m] + Σ_{i, s, t} w[m, i, s, t] · x[i, r+s, c+t]
 *   out[m, r, c] = f(max(y[m, 2r, 2c], y[m, 2r, 2c+1], y[m, 2r+1, 2c], y[m, 2r+1, 2c+1]))
 * </pre>
 *
 * <p>x lies as {@code [inputMaps, inputSide, inputSide, 16]}. Element i of out, {@code [maps,
 * pooledSide, pooledSide]}, lies at {@code i · outputStride}, 16 lanes.
 *
 * @param maps of y and out; even
 * @param inputMaps of x; even, or 1 where nobody asks for dx
 * @param inputSide rows and columns of x
 * @param kernel rows and columns of w
 * @param nonlinearity f
 * @param biases where b begins in the vector of parameters; w follows it
 * @param outputStride in floats
 */
record Convolution(
    int maps,
    int inputMaps,
    int inputSide,
    int kernel,
    Nonlinearity nonlinearity,
    int biases,
    int outputStride) {
  /** Points of y in a window of pooling. */
  static final int WINDOW = 4;

  /** In place of a point's number in its window, where ReLU is off. */
  static final float OFF = -1;

  static Convolution first(LeNetShape shape, int outputStride) {
    return new Convolution(
        LeNetShape.MAPS1,
        1,
        shape.paddedSide(),
        shape.kernel(),
        shape.convolutions(),
        0,
        outputStride);
  }

  static Convolution second(LeNetShape shape, int outputStride) {
    return new Convolution(
        LeNetShape.MAPS2,
        LeNetShape.MAPS1,
        shape.pooledSide1(),
        LeNetShape.KERNEL2,
        shape.convolutions(),
        shape.convolution2(),
        outputStride);
  }

  /** Rows and columns of y. */
  int side() {
    return inputSide - kernel + 1;
  }

  int pooledSide() {
    return side() / 2;
  }

  /** Elements of out. */
  int outputs() {
    return maps * pooledSide() * pooledSide();
  }

  /** Where w begins. */
  int weights() {
    return biases + maps;
  }

  /** Of one map's weights: {@code [inputMaps, kernel, kernel]}. */
  int weightsOfMap() {
    return inputMaps * kernel * kernel;
  }

  /**
   * Floats from a point of x to that {@code rows} further down and {@code columns} to the right.
   */
  int offset(int rows, int columns) {
    return (rows * inputSide + columns) * Lanes.COUNT;
  }

  /**
   * From a point of y to the points of x that its sum takes, in the order of the weights; the last
   * is repeated until their number is a multiple of {@code multiple}.
   */
  int[] taps(int multiple) {
    int area = kernel * kernel;
    int[] taps = new int[(weightsOfMap() + multiple - 1) / multiple * multiple];
    Arrays.setAll(
        taps,
        i -> {
          int weight = Math.min(i, weightsOfMap() - 1);
          int map = weight / area;
          return map * offset(inputSide, 0) + offset(weight % area / kernel, weight % kernel);
        });
    return taps;
  }

  /** Where the four points of each window lie, window by window. */
  int[] windowPoints() {
    int[] points = new int[WINDOW * pooledSide() * pooledSide()];
    Arrays.setAll(
        points,
        i -> {
          int window = i / WINDOW;
          int row = 2 * (window / pooledSide()) + i % WINDOW / 2;
          return offset(row, 2 * (window % pooledSide()) + i % 2);
        });
    return points;
  }
}

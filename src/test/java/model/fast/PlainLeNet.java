package model.fast;

import model.fast.LeNetShape.Nonlinearity;

/**
 * {@link FastLeNet} as plain loops over one image after the other, every sum in the same order:
 * what it must equal bit for bit. Written from the formulas of {@link Convolution} and {@link
 * Dense}.
 */
final class PlainLeNet {
  private final LeNetShape shape;
  private final float[] parameters;
  private final Layer convolution1;
  private final Layer convolution2;
  private final Layer[] dense;

  /** Sums over images, one for each lane, by parameter. */
  private final float[][] lanes;

  private final float[] ordered;

  /** Where a layer's parameters begin, and its sizes. */
  private record Layer(int biases, int weights, int inputs, int side, int kernel, int units) {}

  PlainLeNet(LeNetShape shape, float[] parameters) {
    this.shape = shape;
    this.parameters = parameters;
    this.lanes = new float[parameters.length][Lanes.COUNT];
    this.ordered = new float[parameters.length];
    int kernel = shape.kernel();
    convolution1 = new Layer(0, 6, 1, 28 + 2 * shape.padding(), kernel, 6);
    int second = 6 + 6 * kernel * kernel;
    int pooled = (convolution1.side - kernel + 1) / 2;
    convolution2 = new Layer(second, second + 16, 6, pooled, 5, 16);
    int features = 16 * ((pooled - 4) / 2) * ((pooled - 4) / 2);
    int third = second + 16 + 16 * 150;
    dense =
        new Layer[] {
          new Layer(third + 120 * features, third, features, 0, 0, 120),
          new Layer(
              third + 120 * features + 120 + 84 * 120, third + 120 * features + 120, 120, 0, 0, 84),
          new Layer(parameters.length - 10, parameters.length - 850, 84, 0, 0, 10)
        };
  }

  /** What an image leaves behind on its way forward. */
  private static final class Trace {
    private float[] image;
    private float[] maps;
    private int[] mapWinners;
    private final float[][] units = new float[4][];
    private int[] featureWinners;
  }

  /**
   * The output layer's sums of an image, and its part of the gradients.
   *
   * @param number its place in the pass, which decides its lane
   * @param sumGradient what the gradient of the sums shall be
   */
  float[] pass(int number, byte[] pixels, float[] sumGradient) {
    Trace trace = new Trace();
    trace.image = padded(pixels);
    trace.mapWinners = new int[6 * convolution2.side * convolution2.side];
    trace.maps = convolve(convolution1, trace.image, trace.mapWinners);
    trace.featureWinners = new int[dense[0].inputs];
    trace.units[0] = convolve(convolution2, trace.maps, trace.featureWinners);
    for (int layer = 0; layer < 3; layer++) {
      boolean relu = layer < 2 && shape.dense() == Nonlinearity.RELU;
      trace.units[layer + 1] = dense(dense[layer], trace.units[layer], relu);
    }
    backward(trace, number % Lanes.COUNT, sumGradient);
    return trace.units[3];
  }

  private void backward(Trace trace, int lane, float[] sumGradient) {
    float[] gradient = sumGradient;
    for (int layer = 2; layer >= 0; layer--) {
      if (layer < 2 && shape.dense() == Nonlinearity.RELU) {
        for (int unit = 0; unit < gradient.length; unit++) {
          gradient[unit] = trace.units[layer + 1][unit] <= 0 ? 0 : gradient[unit];
        }
      }
      gradient = denseBackward(dense[layer], trace.units[layer], gradient, lane);
    }
    float[] dy2 = unpool(convolution2, gradient, trace.featureWinners, lane);
    addToWeights(convolution2, trace.maps, dy2, lane);
    float[] dy1 = unpool(convolution1, toInput(convolution2, dy2), trace.mapWinners, lane);
    addToWeights(convolution1, trace.image, dy1, lane);
  }

  private float[] padded(byte[] pixels) {
    int side = convolution1.side;
    float[] image = new float[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / 28 + shape.padding();
      image[row * side + i % 28 + shape.padding()] = (pixels[i] & 0xff) / 255f;
    }
    return image;
  }

  private float[] convolve(Layer layer, float[] x, int[] winners) {
    int pooled = (layer.side - layer.kernel + 1) / 2;
    float[] out = new float[layer.units * pooled * pooled];
    for (int i = 0; i < out.length; i++) {
      int map = i / (pooled * pooled);
      for (int point = 0; point < 4; point++) {
        float sum =
            convolve(
                layer, x, map, i / pooled % pooled * 2 + point / 2, i % pooled * 2 + point % 2);
        if (point == 0 || sum > out[i]) {
          out[i] = sum;
          winners[i] = point;
        }
      }
      if (shape.convolutions() == Nonlinearity.RELU && out[i] <= 0) {
        out[i] = 0;
        winners[i] = -1;
      }
    }
    return out;
  }

  private float convolve(Layer layer, float[] x, int map, int row, int column) {
    int area = layer.kernel * layer.kernel;
    float sum = parameters[layer.biases + map];
    for (int tap = 0; tap < layer.inputs * area; tap++) {
      float weight = parameters[layer.weights + map * layer.inputs * area + tap];
      sum = Math.fma(x[input(layer, tap, row, column)], weight, sum);
    }
    return sum;
  }

  private static int input(Layer layer, int tap, int row, int column) {
    int area = layer.kernel * layer.kernel;
    int r = row + tap % area / layer.kernel;
    int c = column + tap % layer.kernel;
    return (tap / area * layer.side + r) * layer.side + c;
  }

  private float[] dense(Layer layer, float[] x, boolean relu) {
    float[] out = new float[layer.units];
    for (int unit = 0; unit < out.length; unit++) {
      float sum = parameters[layer.biases + unit];
      for (int i = 0; i < layer.inputs; i++) {
        sum = Math.fma(x[i], parameters[layer.weights + unit * layer.inputs + i], sum);
      }
      out[unit] = relu ? Math.max(sum, 0) : sum;
    }
    return out;
  }

  private float[] denseBackward(Layer layer, float[] x, float[] gradient, int lane) {
    float[] ofInput = new float[layer.inputs];
    for (int unit = 0; unit < layer.units; unit++) {
      lanes[layer.biases + unit][lane] += gradient[unit];
      for (int i = 0; i < layer.inputs; i++) {
        int weight = layer.weights + unit * layer.inputs + i;
        ordered[weight] = Math.fma(gradient[unit], x[i], ordered[weight]);
        ofInput[i] = Math.fma(gradient[unit], parameters[weight], ofInput[i]);
      }
    }
    return ofInput;
  }

  private float[] unpool(Layer layer, float[] gradient, int[] winners, int lane) {
    int side = layer.side - layer.kernel + 1;
    int pooled = side / 2;
    float[] dy = new float[layer.units * side * side];
    for (int i = 0; i < winners.length; i++) {
      if (winners[i] >= 0) {
        int map = i / (pooled * pooled);
        int row = i / pooled % pooled * 2 + winners[i] / 2;
        dy[(map * side + row) * side + i % pooled * 2 + winners[i] % 2] = gradient[i];
        lanes[layer.biases + map][lane] += gradient[i];
      }
    }
    return dy;
  }

  private void addToWeights(Layer layer, float[] x, float[] dy, int lane) {
    int side = layer.side - layer.kernel + 1;
    int taps = layer.inputs * layer.kernel * layer.kernel;
    for (int map = 0; map < layer.units; map++) {
      for (int tap = 0; tap < taps; tap++) {
        float[] sums = lanes[layer.weights + map * taps + tap];
        for (int point = 0; point < side * side; point++) {
          float input = x[input(layer, tap, point / side, point % side)];
          sums[lane] = Math.fma(input, dy[map * side * side + point], sums[lane]);
        }
      }
    }
  }

  /** A row of a kernel at a time; of that, map by map, and of a map tap by tap. */
  private float[] toInput(Layer layer, float[] dy) {
    int side = layer.side - layer.kernel + 1;
    float[] dx = new float[layer.inputs * layer.side * layer.side];
    for (int s = 0; s < layer.kernel; s++) {
      for (int i = 0; i < dx.length; i++) {
        int row = i / layer.side % layer.side - s;
        for (int map = 0; map < layer.units && row >= 0 && row < side; map++) {
          for (int t = 0; t < layer.kernel; t++) {
            int column = i % layer.side - t;
            if (column >= 0 && column < side) {
              int input = i / (layer.side * layer.side);
              int weight = ((map * layer.inputs + input) * layer.kernel + s) * layer.kernel + t;
              float ofMap = dy[(map * side + row) * side + column];
              dx[i] = Math.fma(ofMap, parameters[layer.weights + weight], dx[i]);
            }
          }
        }
      }
    }
    return dx;
  }

  /** The gradients summed over all images so far. */
  float[] gradient() {
    float[] gradient = ordered.clone();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += halved(lanes[i], Lanes.COUNT);
    }
    return gradient;
  }

  private static float halved(float[] sums, int count) {
    float[] left = sums.clone();
    for (int half = count / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        left[i] += left[i + half];
      }
    }
    return left[0];
  }
}

package model;

/**
 * The mean of float32 arrays, each weighted by a number of rows, summed in double in the order in
 * which they are added. The sum over one array is that array, bit for bit.
 */
final class WeightedMean {
  private final double[] sums;
  private long weights;

  WeightedMean(int length) {
    sums = new double[length];
  }

  void add(float[] values, long weight) {
    if (values.length != sums.length) {
      throw new IllegalArgumentException(
          "values: expected " + sums.length + " floats, found " + values.length);
    }
    if (weight < 1) {
      throw new IllegalArgumentException("weight: expected 1 or more, found " + weight);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) values[i] * weight;
    }
    weights += weight;
  }

  float[] mean() {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / weights);
    }
    return mean;
  }
}

package model.fast;

/**
 * A LeNet of two convolutions, each with 2×2 max-pooling, and three dense layers, on images of
 * 28×28, and where the parameters of its layers lie in DL4J's one vector of them: of a convolution
 * the biases first and then the weights {@code [maps, input maps, rows, columns]}; of a dense layer
 * the weights {@code [units, inputs]} first.
 *
 * @param kernel of the first convolution, rows and columns
 * @param padding rows of zeros on each side of the image
 * @param convolutions what follows each convolution
 * @param dense what follows the first two dense layers
 */
public record LeNetShape(int kernel, int padding, Nonlinearity convolutions, Nonlinearity dense) {
  /** What a layer does to its sums. */
  public enum Nonlinearity {
    /** {@code max(0, x)}. */
    RELU,
    /** Nothing. */
    IDENTITY
  }

  static final int SIDE = 28;
  static final int MAPS1 = 6;
  static final int MAPS2 = 16;
  static final int KERNEL2 = 5;
  static final int UNITS1 = 120;
  static final int UNITS2 = 84;

  /** Classes told apart. */
  public static final int CLASSES = 10;

  /**
   * Checks that pooling divides both layers of maps.
   *
   * @throws IllegalArgumentException if it does not, or a number is out of range
   */
  public LeNetShape {
    if (kernel < 1 || padding < 0 || pooledSide1(kernel, padding) < KERNEL2 + 1) {
      throw new IllegalArgumentException(
          "expected a kernel and padding that leave maps to convolve, found %d and %d"
              .formatted(kernel, padding));
    }
    int side1 = SIDE + 2 * padding - kernel + 1;
    int side2 = side1 / 2 - KERNEL2 + 1;
    if (side1 % 2 != 0 || side2 % 2 != 0) {
      throw new IllegalArgumentException(
          "expected maps of even sides, found %d and %d".formatted(side1, side2));
    }
  }

  private static int pooledSide1(int kernel, int padding) {
    return (SIDE + 2 * padding - kernel + 1) / 2;
  }

  /** Rows and columns of the padded image. */
  int paddedSide() {
    return SIDE + 2 * padding;
  }

  int pooledSide1() {
    return pooledSide1(kernel, padding);
  }

  int pooledSide2() {
    return (pooledSide1() - KERNEL2 + 1) / 2;
  }

  /** Inputs of the first dense layer. */
  int features() {
    return MAPS2 * pooledSide2() * pooledSide2();
  }

  int convolution2() {
    return MAPS1 * (1 + kernel * kernel);
  }

  int dense1() {
    return convolution2() + MAPS2 * (1 + MAPS1 * KERNEL2 * KERNEL2);
  }

  int dense2() {
    return dense1() + UNITS1 * (features() + 1);
  }

  int dense3() {
    return dense2() + UNITS2 * (UNITS1 + 1);
  }

  /** The length of the vector. */
  public int parameters() {
    return dense3() + CLASSES * (UNITS2 + 1);
  }
}

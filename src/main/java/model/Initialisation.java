package model;

/**
 * How weights and biases are drawn before the first minibatch: always uniformly from a symmetric
 * interval, whose half width follows from the fans of the layer.
 *
 * <p>The fan-in of a unit is the number of its inputs (for a convolution: input maps × kernel
 * area), the fan-out the number of units that one input reaches (output maps × kernel area).
 */
public enum Initialisation {
  /** PyTorch's default for linear and convolutional layers: weights and biases U(±1/√fanIn). */
  TORCH_DEFAULT {
    @Override
    public double weightBound(long fanIn, long fanOut) {
      return 1 / Math.sqrt(checked("fan-in", fanIn));
    }

    @Override
    public double biasBound(long fanIn) {
      return 1 / Math.sqrt(checked("fan-in", fanIn));
    }
  },

  /** He et al. 2015, made for ReLU: weights U(±√(6/fanIn)), biases zero. */
  HE_UNIFORM {
    @Override
    public double weightBound(long fanIn, long fanOut) {
      return Math.sqrt(6.0 / checked("fan-in", fanIn));
    }
  },

  /** Glorot and Bengio 2010: weights U(±√(6/(fanIn+fanOut))), biases zero. */
  XAVIER_UNIFORM {
    @Override
    public double weightBound(long fanIn, long fanOut) {
      return Math.sqrt(6.0 / (checked("fan-in", fanIn) + checked("fan-out", fanOut)));
    }
  },

  /** LeCun et al. 1998, appendix A: weights and biases U(±2.4/fanIn). */
  LECUN_1998 {
    @Override
    public double weightBound(long fanIn, long fanOut) {
      return 2.4 / checked("fan-in", fanIn);
    }

    @Override
    public double biasBound(long fanIn) {
      return 2.4 / checked("fan-in", fanIn);
    }
  };

  /**
   * The half width b of the weights' interval [-b, b).
   *
   * @throws IllegalArgumentException if a fan is less than one
   */
  public abstract double weightBound(long fanIn, long fanOut);

  /**
   * The half width of the biases' interval; 0 where biases start at zero.
   *
   * @throws IllegalArgumentException if the fan is less than one
   */
  public double biasBound(long fanIn) {
    checked("fan-in", fanIn);
    return 0;
  }

  private static double checked(String name, long fan) {
    if (fan < 1) {
      throw new IllegalArgumentException(
          "A layer without inputs or outputs has no initial weights: expected a "
              + name
              + " of at least 1, found "
              + fan);
    }
    return fan;
  }
}

package model.fast;

import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;
import static model.fast.Product.multiples;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import model.fast.LeNetShape.Nonlinearity;

/**
 * A dense layer on {@value FastLeNet#IMAGES} images at once, one column each: inputs {@code
 * [inputs, 64]}, outputs {@code [units, 64]}.
 *
 * <pre>
 *   z[u, n] = b[u] + Σ_i w[u, i] · x[i, n],  out = f(z)
 *   dw[u, i] = Σ_n dz[u, n] · x[i, n],  db[u] = Σ_n dz[u, n],  dx[i, n] = Σ_u w[u, i] · dz[u, n]
 * </pre>
 */
final class Dense {
  private static final int IMAGES = FastLeNet.IMAGES;

  private final int inputs;
  private final int units;
  private final Nonlinearity nonlinearity;
  private final int weights;
  private final int biases;

  /** Inputs, rounded up to what a tile takes. */
  private final int paddedInputs;

  private final Product forward;
  private final Product toInput;
  private final Product toWeights;
  private final float[] transposedInput;
  private final float[] weightSums;
  private final float[] biasSums;

  /** Weights {@code [units, inputs]} begin at {@code weights}; the biases follow them. */
  Dense(int inputs, int units, Nonlinearity nonlinearity, int weights) {
    this.inputs = inputs;
    this.units = units;
    this.nonlinearity = nonlinearity;
    this.weights = weights;
    this.biases = weights + inputs * units;
    int tile = Product.COLUMNS * STEP;
    this.paddedInputs = (inputs + tile - 1) / tile * tile;
    int[] images = multiples(STEP, IMAGES / STEP);
    this.forward =
        new Product(
            units, inputs, multiples(1, inputs), multiples(IMAGES, inputs), images, IMAGES, images);
    this.toInput =
        new Product(
            inputs, 1, multiples(inputs, units), multiples(IMAGES, units), images, IMAGES, images);
    int[] weightColumns = multiples(STEP, paddedInputs / STEP);
    this.toWeights =
        new Product(
            units,
            IMAGES,
            multiples(1, IMAGES),
            multiples(paddedInputs, IMAGES),
            weightColumns,
            paddedInputs,
            weightColumns);
    this.transposedInput = new float[IMAGES * paddedInputs];
    this.weightSums = new float[units * paddedInputs];
    this.biasSums = new float[units * Lanes.COUNT];
  }

  void forward(float[] parameters, float[] x, float[] out) {
    for (int unit = 0; unit < units; unit++) {
      Arrays.fill(out, unit * IMAGES, (unit + 1) * IMAGES, parameters[biases + unit]);
    }
    for (int column = 0; column < IMAGES / STEP; column += Product.COLUMNS) {
      forward.add(parameters, weights, x, 0, out, 0, column);
    }
    if (nonlinearity == Nonlinearity.RELU) {
      for (int i = 0; i < units * IMAGES; i += STEP) {
        fromArray(SPECIES, out, i).max(0f).intoArray(out, i);
      }
    }
  }

  /**
   * Turns the gradient of out into that of z, in its place.
   *
   * @param out as {@link #forward} left it
   */
  void throughNonlinearity(float[] out, float[] outGradient) {
    if (nonlinearity == Nonlinearity.RELU) {
      FloatVector nothing = FloatVector.zero(SPECIES);
      for (int i = 0; i < units * IMAGES; i += STEP) {
        fromArray(SPECIES, outGradient, i)
            .blend(nothing, fromArray(SPECIES, out, i).compare(VectorOperators.LE, 0f))
            .intoArray(outGradient, i);
      }
    }
  }

  /** Adds up dw and db. */
  void addToWeights(float[] x, float[] sumGradient) {
    for (int input = 0; input < inputs; input++) {
      for (int image = 0; image < IMAGES; image++) {
        transposedInput[image * paddedInputs + input] = x[input * IMAGES + image];
      }
    }
    for (int column = 0; column < paddedInputs / STEP; column += Product.COLUMNS) {
      toWeights.add(sumGradient, 0, transposedInput, 0, weightSums, 0, column);
    }
    for (int i = 0; i < units * IMAGES; i += STEP) {
      int to = i / IMAGES * Lanes.COUNT + i % Lanes.COUNT;
      fromArray(SPECIES, biasSums, to)
          .add(fromArray(SPECIES, sumGradient, i))
          .intoArray(biasSums, to);
    }
  }

  void toInput(float[] parameters, float[] sumGradient, float[] inputGradient) {
    Arrays.fill(inputGradient, 0, inputs * IMAGES, 0);
    for (int column = 0; column < IMAGES / STEP; column += Product.COLUMNS) {
      toInput.add(parameters, weights, sumGradient, 0, inputGradient, 0, column);
    }
  }

  /** Writes dw and db into a vector of gradients, and starts anew from zero. */
  void take(float[] gradient) {
    for (int unit = 0; unit < units; unit++) {
      System.arraycopy(weightSums, unit * paddedInputs, gradient, weights + unit * inputs, inputs);
      gradient[biases + unit] = Lanes.sum(biasSums, unit * Lanes.COUNT);
    }
    Arrays.fill(weightSums, 0);
    Arrays.fill(biasSums, 0);
  }
}

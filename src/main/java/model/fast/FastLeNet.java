package model.fast;

import java.util.Arrays;

/**
 * Forward and backward passes of {@link LeNetShape} on up to {@value #IMAGES} images at once, with
 * the JDK's Vector API; parameters and gradients in DL4J's own order. For one thread.
 *
 * <p>Images lie in groups of 16, one lane each, up to the first dense layer, and all {@value
 * #IMAGES} side by side from there on. Every sum is made of fused multiply-adds in one order, so
 * the result is the same bits on every processor, whatever its vectors' width.
 *
 * <p>A minibatch: {@link #start}, then for each piece of it {@link #place}, {@link #forward}, and
 * {@link #backward}; at the end {@link #takeGradient}.
 */
public final class FastLeNet {
  /** Images in a pass at most. */
  public static final int IMAGES = 64;

  private static final int GROUPS = IMAGES / Lanes.COUNT;

  private final byte[][] pixels = new byte[IMAGES][];
  private final int[] starts = new int[IMAGES];
  private final ImageLanes images;

  private final ConvolutionForward convolution1;
  private final ConvolutionForward convolution2;
  private final ConvolutionBackward gradients1;
  private final ConvolutionBackward gradients2;
  private final Dense dense1;
  private final Dense dense2;
  private final Dense dense3;

  private final int imageFloats;
  private final int mapFloats;
  private final float[] input;
  private final float[] maps;
  private final float[] mapWinners;
  private final float[] mapGradient;
  private final float[] features;
  private final float[] featureWinners;
  private final float[] featureGradient;
  private final float[] units1 = new float[LeNetShape.UNITS1 * IMAGES];
  private final float[] units2 = new float[LeNetShape.UNITS2 * IMAGES];
  private final float[] sums = new float[LeNetShape.CLASSES * IMAGES];
  private final float[] gradient1 = new float[units1.length];
  private final float[] gradient2 = new float[units2.length];
  private final float[] gradient3 = new float[sums.length];

  private float[] parameters;
  private int count;

  /** Ready for a first minibatch. */
  public FastLeNet(LeNetShape shape) {
    Convolution first = Convolution.first(shape, Lanes.COUNT);
    Convolution second = Convolution.second(shape, IMAGES);
    images = new ImageLanes(shape);
    convolution1 = new ConvolutionForward(first);
    convolution2 = new ConvolutionForward(second);
    gradients1 = new ConvolutionBackward(first);
    gradients2 = new ConvolutionBackward(second);
    dense1 = new Dense(shape.features(), LeNetShape.UNITS1, shape.dense(), shape.dense1());
    dense2 = new Dense(LeNetShape.UNITS1, LeNetShape.UNITS2, shape.dense(), shape.dense2());
    dense3 =
        new Dense(
            LeNetShape.UNITS2,
            LeNetShape.CLASSES,
            LeNetShape.Nonlinearity.IDENTITY,
            shape.dense3());
    imageFloats = shape.paddedSide() * shape.paddedSide() * Lanes.COUNT;
    mapFloats = first.outputs() * Lanes.COUNT;
    input = new float[GROUPS * imageFloats];
    maps = new float[GROUPS * mapFloats];
    mapWinners = new float[maps.length];
    mapGradient = new float[mapFloats];
    features = new float[shape.features() * IMAGES];
    featureWinners = new float[features.length];
    featureGradient = new float[features.length];
  }

  /**
   * Takes the parameters that the next passes use.
   *
   * @param newParameters {@code [parameters]}, not copied
   */
  public void start(float[] newParameters) {
    parameters = newParameters;
    convolution1.takeBiases(parameters);
    convolution2.takeBiases(parameters);
  }

  /**
   * Says where an image of the next pass is, and of that one alone.
   *
   * @param image 0 to {@value #IMAGES} - 1
   * @param bytes holds its 28·28 pixels, 0 to 255, not copied
   * @param from where they begin
   */
  public void place(int image, byte[] bytes, int from) {
    pixels[image] = bytes;
    starts[image] = from;
  }

  /**
   * The output layer's sums, before the softmax.
   *
   * @param newCount images placed, 1 to {@value #IMAGES}
   * @param target takes {@code [count, 10]}
   */
  public void forward(int newCount, float[] target) {
    count = newCount;
    for (int group = 0; group < groups(); group++) {
      int first = group * Lanes.COUNT;
      int filled = Math.min(count - first, Lanes.COUNT);
      images.fill(pixels, starts, first, filled, input, group * imageFloats);
      Arrays.fill(pixels, first, first + filled, null); // not to keep alive what they lie in
      convolution1.run(parameters, input, group * imageFloats, maps, mapWinners, group * mapFloats);
      convolution2.run(parameters, maps, group * mapFloats, features, featureWinners, first);
    }
    dense1.forward(parameters, features, units1);
    dense2.forward(parameters, units1, units2);
    dense3.forward(parameters, units2, sums);
    for (int image = 0; image < count; image++) {
      for (int unit = 0; unit < LeNetShape.CLASSES; unit++) {
        target[image * LeNetShape.CLASSES + unit] = sums[unit * IMAGES + image];
      }
    }
  }

  private int groups() {
    return (count + Lanes.COUNT - 1) / Lanes.COUNT;
  }

  /**
   * Adds up the gradients of the parameters over the images of the last {@link #forward}.
   *
   * @param sumGradient {@code [count, 10]}: the gradient with respect to the sums
   */
  public void backward(float[] sumGradient) {
    Arrays.fill(gradient3, 0);
    for (int image = 0; image < count; image++) {
      for (int unit = 0; unit < LeNetShape.CLASSES; unit++) {
        gradient3[unit * IMAGES + image] = sumGradient[image * LeNetShape.CLASSES + unit];
      }
    }
    dense3.addToWeights(units2, gradient3);
    dense3.toInput(parameters, gradient3, gradient2);
    dense2.throughNonlinearity(units2, gradient2);
    dense2.addToWeights(units1, gradient2);
    dense2.toInput(parameters, gradient2, gradient1);
    dense1.throughNonlinearity(units1, gradient1);
    dense1.addToWeights(features, gradient1);
    dense1.toInput(parameters, gradient1, featureGradient);
    for (int group = 0; group < groups(); group++) {
      backwardConvolutions(group);
    }
  }

  private void backwardConvolutions(int group) {
    Arrays.fill(mapGradient, 0);
    for (int strip = 0; strip < gradients2.strips(); strip++) {
      gradients2.unpool(
          featureGradient, group * Lanes.COUNT, featureWinners, group * Lanes.COUNT, strip);
      gradients2.addToWeights(maps, group * mapFloats, strip);
      gradients2.addToInput(parameters, mapGradient, 0, strip);
    }
    for (int strip = 0; strip < gradients1.strips(); strip++) {
      gradients1.unpool(mapGradient, 0, mapWinners, group * mapFloats, strip);
      gradients1.addToWeights(input, group * imageFloats, strip);
    }
  }

  /**
   * Gives the gradients added up since the last call.
   *
   * @param target takes {@code [parameters]}
   */
  public void takeGradient(float[] target) {
    gradients1.take(target);
    gradients2.take(target);
    dense1.take(target);
    dense2.take(target);
    dense3.take(target);
  }
}

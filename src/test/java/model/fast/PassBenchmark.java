package model.fast;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import model.fast.LeNetShape.Nonlinearity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The passes of {@link FastLeNet}, part by part, on noise; time an image at batch 64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PassBenchmark {
  private static final int GROUP = Lanes.COUNT;
  private static final int ALL = FastLeNet.IMAGES;

  private final LeNetShape shape = new LeNetShape(5, 2, Nonlinearity.RELU, Nonlinearity.RELU);
  private final Convolution first = Convolution.first(shape, Lanes.COUNT);
  private final Convolution second = Convolution.second(shape, ALL);
  private final ImageLanes lanes = new ImageLanes(shape);
  private final ConvolutionForward forward1 = new ConvolutionForward(first);
  private final ConvolutionForward forward2 = new ConvolutionForward(second);
  private final ConvolutionBackward backward1 = new ConvolutionBackward(first);
  private final ConvolutionBackward backward2 = new ConvolutionBackward(second);
  private final Dense dense1 = new Dense(400, 120, Nonlinearity.RELU, shape.dense1());
  private final Dense dense2 = new Dense(120, 84, Nonlinearity.RELU, shape.dense2());
  private final Dense dense3 = new Dense(84, 10, Nonlinearity.IDENTITY, shape.dense3());
  private final Update adam = new Update.Adam(1e-3, 0.9, 0.999, 1e-8);

  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] parameters = noise(shape.parameters());
  private final float[] gradient = new float[shape.parameters()];
  private final float[] state = new float[2 * shape.parameters()];
  private final byte[][] pixels = new byte[GROUP][28 * 28];
  private final int[] starts = new int[GROUP];
  private final float[] input = new float[32 * 32 * GROUP];
  private final float[] maps = new float[first.outputs() * GROUP];
  private final float[] mapWinners = new float[maps.length];
  private final float[] mapGradient = noise(maps.length);
  private final float[] features = new float[400 * ALL];
  private final float[] featureWinners = new float[features.length];
  private final float[] featureGradient = noise(features.length);
  private final float[] units1 = new float[120 * ALL];
  private final float[] units2 = new float[84 * ALL];
  private final float[] sums = new float[10 * ALL];
  private final float[] gradient1 = noise(units1.length);
  private final float[] gradient2 = noise(units2.length);
  private final float[] gradient3 = noise(sums.length);

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5) / 5;
    }
    return values;
  }

  @Setup
  public void draw() {
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    forward1.takeBiases(parameters);
    forward2.takeBiases(parameters);
    imagesToLanes();
    convolution1Forward();
    convolution2Forward();
    denseForward();
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void imagesToLanes() {
    lanes.fill(pixels, starts, 0, GROUP, input, 0);
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution1Forward() {
    forward1.run(parameters, input, 0, maps, mapWinners, 0);
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution2Forward() {
    forward2.run(parameters, maps, 0, features, featureWinners, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ALL)
  public void denseForward() {
    dense1.forward(parameters, features, units1);
    dense2.forward(parameters, units1, units2);
    dense3.forward(parameters, units2, sums);
  }

  @Benchmark
  @OperationsPerInvocation(ALL)
  public void denseToWeights() {
    dense1.addToWeights(features, gradient1);
    dense2.addToWeights(units1, gradient2);
    dense3.addToWeights(units2, gradient3);
  }

  @Benchmark
  @OperationsPerInvocation(ALL)
  public void denseToInput() {
    dense3.toInput(parameters, gradient3, gradient2);
    dense2.toInput(parameters, gradient2, gradient1);
    dense1.toInput(parameters, gradient1, featureGradient);
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution2Unpool() {
    backward2.unpool(featureGradient, 0, featureWinners, 0, 0);
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution2ToWeights() {
    backward2.addToWeights(maps, 0, 0);
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution2ToInput() {
    backward2.addToInput(parameters, mapGradient, 0, 0);
  }

  /** With the laying out of its gradient, strip by strip. */
  @Benchmark
  @OperationsPerInvocation(GROUP)
  public void convolution1ToWeights() {
    for (int strip = 0; strip < backward1.strips(); strip++) {
      backward1.unpool(mapGradient, 0, mapWinners, 0, strip);
      backward1.addToWeights(input, 0, strip);
    }
  }

  @Benchmark
  @OperationsPerInvocation(ALL)
  public void takeGradient() {
    backward1.take(gradient);
    backward2.take(gradient);
    dense1.take(gradient);
    dense2.take(gradient);
    dense3.take(gradient);
  }

  @Benchmark
  @OperationsPerInvocation(ALL)
  public void adam() {
    adam.apply(parameters, gradient, state, 10);
  }
}

package model.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import model.fast.LeNetShape.Nonlinearity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against plain loops, bit for bit. */
class FastLeNetTest {
  private static final int PIXELS = 28 * 28;

  static Stream<Arguments> shapesAndSizes() {
    return Stream.of(
            new LeNetShape(5, 2, Nonlinearity.RELU, Nonlinearity.RELU),
            new LeNetShape(5, 2, Nonlinearity.IDENTITY, Nonlinearity.RELU),
            new LeNetShape(3, 1, Nonlinearity.RELU, Nonlinearity.IDENTITY))
        .flatMap(shape -> Stream.of(1, 3, 16, 64, 65).map(size -> Arguments.of(shape, size)));
  }

  @ParameterizedTest
  @MethodSource("shapesAndSizes")
  void isPlainArithmeticBitForBit(LeNetShape shape, int size) {
    SplittableRandom random = new SplittableRandom(size);
    float[] parameters = random(shape.parameters(), random, 0.1f);
    FastLeNet fast = new FastLeNet(shape);
    // What an earlier minibatch left behind must not show.
    minibatch(fast, random(shape.parameters(), random, 0.1f), random, null, FastLeNet.IMAGES);
    PlainLeNet plain = new PlainLeNet(shape, parameters);
    float[] gradient = minibatch(fast, parameters, random, plain, size);
    float[] expected = plain.gradient();
    for (int i = 0; i < expected.length; i++) {
      assertThat(gradient[i]).as("gradient of parameter %d", i).isEqualTo(expected[i]);
    }
    assertThat(gradient).doesNotContain(Float.NaN);
    assertThat(distinct(gradient)).isGreaterThan(shape.parameters() / 20);
  }

  /** Trains random images by {@code fast}, and by {@code plain} if it is given. */
  private static float[] minibatch(
      FastLeNet fast, float[] parameters, SplittableRandom random, PlainLeNet plain, int size) {
    fast.start(parameters);
    for (int from = 0; from < size; from += FastLeNet.IMAGES) {
      int count = Math.min(size - from, FastLeNet.IMAGES);
      byte[] pixels = new byte[count * PIXELS];
      random.nextBytes(pixels);
      float[] sumGradient = random(count * LeNetShape.CLASSES, random, 0.02f);
      for (int image = 0; image < count; image++) {
        fast.place(image, pixels, image * PIXELS);
      }
      float[] sums = new float[count * LeNetShape.CLASSES];
      fast.forward(count, sums);
      fast.backward(sumGradient);
      for (int image = 0; plain != null && image < count; image++) {
        float[] expected = plain.pass(image, part(pixels, image), part(sumGradient, image));
        assertThat(part(sums, image))
            .as("sums of image %d", from + image)
            .containsExactly(expected);
      }
    }
    float[] gradient = new float[parameters.length];
    fast.takeGradient(gradient);
    return gradient;
  }

  private static byte[] part(byte[] pixels, int image) {
    return Arrays.copyOfRange(pixels, image * PIXELS, (image + 1) * PIXELS);
  }

  private static float[] part(float[] rows, int image) {
    return Arrays.copyOfRange(rows, image * LeNetShape.CLASSES, (image + 1) * LeNetShape.CLASSES);
  }

  private static float[] random(int length, SplittableRandom random, float bound) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1) * bound;
    }
    return values;
  }

  private static long distinct(float[] values) {
    Set<Float> seen = new HashSet<>();
    for (float value : values) {
      seen.add(value);
    }
    return seen.size();
  }

  @Test
  void refusesShapesThatPoolingDoesNotDivide() {
    for (List<Integer> wrong :
        List.of(List.of(5, 1), List.of(4, 0), List.of(30, 0), List.of(0, 1))) {
      assertThatThrownBy(
              () ->
                  new LeNetShape(wrong.get(0), wrong.get(1), Nonlinearity.RELU, Nonlinearity.RELU))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found");
    }
  }

  @Test
  void countsParametersAsDl4jDoes() {
    assertThat(new LeNetShape(5, 2, Nonlinearity.RELU, Nonlinearity.RELU).parameters())
        .isEqualTo(61_706);
    assertThat(new LeNetShape(3, 1, Nonlinearity.RELU, Nonlinearity.RELU).parameters())
        .isEqualTo(61_610);
  }
}

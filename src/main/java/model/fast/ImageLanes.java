package model.fast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Brings images of bytes into lanes of floats from 0 to 1, with their padding around them. */
final class ImageLanes {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VarHandle FOUR_PIXELS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PIXELS_AT_ONCE = 4;

  private final int side;
  private final int padding;
  private final int[] fourPixels = new int[Lanes.COUNT];

  ImageLanes(LeNetShape shape) {
    this.side = shape.paddedSide();
    this.padding = shape.padding();
  }

  /**
   * Writes {@code [side, side, 16]} floats from {@code to} on, but for the padding, which must be 0
   * already. Lanes beyond {@code count} become 0.
   *
   * @param pixels of each image, the array that holds its 784 bytes
   * @param starts of each image, where they begin there
   */
  void fill(byte[][] pixels, int[] starts, int first, int count, float[] target, int to) {
    for (int row = 0; row < LeNetShape.SIDE; row++) {
      int line = to + ((row + padding) * side + padding) * Lanes.COUNT;
      for (int column = 0; column < LeNetShape.SIDE; column += PIXELS_AT_ONCE) {
        for (int lane = 0; lane < count; lane++) {
          fourPixels[lane] =
              (int)
                  FOUR_PIXELS.get(
                      pixels[first + lane], starts[first + lane] + row * LeNetShape.SIDE + column);
        }
        Arrays.fill(fourPixels, count, Lanes.COUNT, 0);
        unpack(target, line + column * Lanes.COUNT);
      }
    }
  }

  private void unpack(float[] target, int to) {
    for (int lane = 0; lane < Lanes.COUNT; lane += Lanes.STEP) {
      IntVector four = IntVector.fromArray(INTS, fourPixels, lane);
      for (int pixel = 0; pixel < PIXELS_AT_ONCE; pixel++) {
        IntVector grey = four.lanewise(VectorOperators.LSHR, 8 * pixel).and(0xff);
        ((FloatVector) grey.convert(VectorOperators.I2F, 0))
            .div(255f)
            .intoArray(target, to + pixel * Lanes.COUNT + lane);
      }
    }
  }
}

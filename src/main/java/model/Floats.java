package model;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whole float32 arrays between Java and ND4J's native memory, in bulk; no copy of ND4J's is as
 * fast.
 */
final class Floats {
  private Floats() {}

  /** The elements of a dense 'c' ordered array. */
  static float[] of(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    try {
      pointer(array).get(values, 0, values.length);
    } finally {
      Reference.reachabilityFence(array);
    }
    return values;
  }

  /** Overwrites the first {@code length} elements of a dense 'c' ordered array. */
  static void copy(float[] values, int length, INDArray array) {
    if (length > array.length()) {
      throw new IllegalArgumentException(
          "length: expected at most " + array.length() + ", found " + length);
    }
    try {
      pointer(array).put(values, 0, length);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  private static FloatPointer pointer(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !isDense(array)) {
      throw new IllegalArgumentException(
          "array: expected dense FLOAT in 'c' order, found %s %s"
              .formatted(array.dataType(), array.shapeInfoToString()));
    }
    return new FloatPointer(array.data().addressPointer());
  }

  /**
   * Whether the elements lie one after the other, the last dimension fastest; of dimensions of one
   * it does not matter.
   */
  private static boolean isDense(INDArray array) {
    long stride = 1;
    for (int dimension = array.rank() - 1; dimension >= 0; dimension--) {
      if (array.size(dimension) > 1 && array.stride(dimension) != stride) {
        return false;
      }
      stride *= array.size(dimension);
    }
    return true;
  }
}

package model;

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
    pointer(array).get(values, 0, values.length);
    return values;
  }

  /** Overwrites the first {@code length} elements of a dense 'c' ordered array. */
  static void copy(float[] values, int length, INDArray array) {
    if (length > array.length()) {
      throw new IllegalArgumentException(
          "length: expected at most " + array.length() + ", found " + length);
    }
    pointer(array).put(values, 0, length);
  }

  private static FloatPointer pointer(INDArray array) {
    if (array.dataType() != DataType.FLOAT || array.ordering() != 'c') {
      throw new IllegalArgumentException(
          "array: expected dense FLOAT, found "
              + array.dataType()
              + " "
              + array.shapeInfoToString());
    }
    return new FloatPointer(array.data().addressPointer());
  }
}

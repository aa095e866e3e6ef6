package model.fast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How numbers lie: the same number of {@value #COUNT} images side by side, one lane an image,
 * whatever the width of the processor's vectors, which only decides how many steps {@value #COUNT}
 * lanes take. So no sum depends on that width.
 */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Lanes that one vector holds. */
  static final int STEP = SPECIES.length();

  /** Images side by side. */
  static final int COUNT = 16;

  private Lanes() {}

  /**
   * The sum of {@value #COUNT} floats from {@code from} on, halves added to halves until one is
   * left: an order that does not depend on the vectors' width.
   */
  static float sum(float[] values, int from) {
    float s0 = values[from] + values[from + 8];
    float s1 = values[from + 1] + values[from + 9];
    float s2 = values[from + 2] + values[from + 10];
    float s3 = values[from + 3] + values[from + 11];
    float s4 = values[from + 4] + values[from + 12];
    float s5 = values[from + 5] + values[from + 13];
    float s6 = values[from + 6] + values[from + 14];
    float s7 = values[from + 7] + values[from + 15];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}

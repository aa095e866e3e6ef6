package model.fast;

import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;

import jdk.incubator.vector.FloatVector;

/**
 * The micro-kernel of the convolutions' weight gradients: products of two maps, summed over their
 * points, for each lane by itself.
 *
 * <pre>
 *   for each row r, each of five columns j, and p = 0 .. points-1, in this order:
 *     C[cFrom + r·cRow + (column + j)·16] += A[aFrom + r·aRow + p·16] · B[bFrom + bPoints[p] + bColumns[column + j]]
 * </pre>
 *
 * <p>All three are vectors of {@link Lanes#STEP} floats. A row is a map of gradients, a column a
 * tap of the kernel: the input maps, shifted. As in {@link Product}, a tile of C stays in
 * registers, and the bits do not depend on the tiles.
 */
final class Correlation {
  /** Columns that a tile takes. */
  static final int COLUMNS = 5;

  private static final int TALL = 4;
  private static final int LOW = 2;
  private static final boolean HAS_32_REGISTERS = STEP >= Lanes.COUNT;

  private final int rows;
  private final int aRow;
  private final int[] bPoints;
  private final int[] bColumns;
  private final int cRow;

  /** The form of the three operands; {@code rows} must be even. */
  Correlation(int rows, int aRow, int[] bPoints, int[] bColumns, int cRow) {
    if (rows % LOW != 0 || bColumns.length % COLUMNS != 0) {
      throw new IllegalArgumentException(
          "expected an even number of rows and columns by %d, found %d and %d"
              .formatted(COLUMNS, rows, bColumns.length));
    }
    this.rows = rows;
    this.aRow = aRow;
    this.bPoints = bPoints;
    this.bColumns = bColumns;
    this.cRow = cRow;
  }

  /** All rows and columns. */
  void add(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
    for (int column = 0; column < bColumns.length; column += COLUMNS) {
      int row = 0;
      if (HAS_32_REGISTERS) {
        for (; row + TALL <= rows; row += TALL) {
          addTall(a, aFrom + row * aRow, b, bFrom, c, cFrom + row * cRow, column);
        }
      }
      for (; row < rows; row += LOW) {
        addLow(a, aFrom + row * aRow, b, bFrom, c, cFrom + row * cRow, column);
      }
    }
  }

  /**
   * Two rows by five columns; {@code cRJ} is row R, column J of the tile. Unrolled, for C2 keeps no
   * array of vectors in registers, it reads
   *
   * <pre>
   *   for p: for j: for r: c[r][j] = v[j].fma(w[r], c[r][j])
   * </pre>
   */
  private void addLow(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int column) {
    int b0 = bFrom + bColumns[column];
    int b1 = bFrom + bColumns[column + 1];
    int b2 = bFrom + bColumns[column + 2];
    int b3 = bFrom + bColumns[column + 3];
    int b4 = bFrom + bColumns[column + 4];
    int to0 = cFrom + column * Lanes.COUNT;
    int to1 = to0 + cRow;
    FloatVector c00 = fromArray(SPECIES, c, to0);
    FloatVector c01 = fromArray(SPECIES, c, to0 + Lanes.COUNT);
    FloatVector c02 = fromArray(SPECIES, c, to0 + 2 * Lanes.COUNT);
    FloatVector c03 = fromArray(SPECIES, c, to0 + 3 * Lanes.COUNT);
    FloatVector c04 = fromArray(SPECIES, c, to0 + 4 * Lanes.COUNT);
    FloatVector c10 = fromArray(SPECIES, c, to1);
    FloatVector c11 = fromArray(SPECIES, c, to1 + Lanes.COUNT);
    FloatVector c12 = fromArray(SPECIES, c, to1 + 2 * Lanes.COUNT);
    FloatVector c13 = fromArray(SPECIES, c, to1 + 3 * Lanes.COUNT);
    FloatVector c14 = fromArray(SPECIES, c, to1 + 4 * Lanes.COUNT);
    int a1 = aFrom + aRow;
    for (int p = 0; p < bPoints.length; p++) {
      int at = p * Lanes.COUNT;
      int of = bPoints[p];
      FloatVector w0 = fromArray(SPECIES, a, aFrom + at);
      FloatVector w1 = fromArray(SPECIES, a, a1 + at);
      FloatVector v = fromArray(SPECIES, b, b0 + of);
      c00 = v.fma(w0, c00);
      c10 = v.fma(w1, c10);
      v = fromArray(SPECIES, b, b1 + of);
      c01 = v.fma(w0, c01);
      c11 = v.fma(w1, c11);
      v = fromArray(SPECIES, b, b2 + of);
      c02 = v.fma(w0, c02);
      c12 = v.fma(w1, c12);
      v = fromArray(SPECIES, b, b3 + of);
      c03 = v.fma(w0, c03);
      c13 = v.fma(w1, c13);
      v = fromArray(SPECIES, b, b4 + of);
      c04 = v.fma(w0, c04);
      c14 = v.fma(w1, c14);
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to0 + Lanes.COUNT);
    c02.intoArray(c, to0 + 2 * Lanes.COUNT);
    c03.intoArray(c, to0 + 3 * Lanes.COUNT);
    c04.intoArray(c, to0 + 4 * Lanes.COUNT);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + Lanes.COUNT);
    c12.intoArray(c, to1 + 2 * Lanes.COUNT);
    c13.intoArray(c, to1 + 3 * Lanes.COUNT);
    c14.intoArray(c, to1 + 4 * Lanes.COUNT);
  }

  /** As {@link #addLow}, four rows. */
  private void addTall(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int column) {
    int b0 = bFrom + bColumns[column];
    int b1 = bFrom + bColumns[column + 1];
    int b2 = bFrom + bColumns[column + 2];
    int b3 = bFrom + bColumns[column + 3];
    int b4 = bFrom + bColumns[column + 4];
    int to0 = cFrom + column * Lanes.COUNT;
    int to1 = to0 + cRow;
    int to2 = to1 + cRow;
    int to3 = to2 + cRow;
    FloatVector c00 = fromArray(SPECIES, c, to0);
    FloatVector c01 = fromArray(SPECIES, c, to0 + Lanes.COUNT);
    FloatVector c02 = fromArray(SPECIES, c, to0 + 2 * Lanes.COUNT);
    FloatVector c03 = fromArray(SPECIES, c, to0 + 3 * Lanes.COUNT);
    FloatVector c04 = fromArray(SPECIES, c, to0 + 4 * Lanes.COUNT);
    FloatVector c10 = fromArray(SPECIES, c, to1);
    FloatVector c11 = fromArray(SPECIES, c, to1 + Lanes.COUNT);
    FloatVector c12 = fromArray(SPECIES, c, to1 + 2 * Lanes.COUNT);
    FloatVector c13 = fromArray(SPECIES, c, to1 + 3 * Lanes.COUNT);
    FloatVector c14 = fromArray(SPECIES, c, to1 + 4 * Lanes.COUNT);
    FloatVector c20 = fromArray(SPECIES, c, to2);
    FloatVector c21 = fromArray(SPECIES, c, to2 + Lanes.COUNT);
    FloatVector c22 = fromArray(SPECIES, c, to2 + 2 * Lanes.COUNT);
    FloatVector c23 = fromArray(SPECIES, c, to2 + 3 * Lanes.COUNT);
    FloatVector c24 = fromArray(SPECIES, c, to2 + 4 * Lanes.COUNT);
    FloatVector c30 = fromArray(SPECIES, c, to3);
    FloatVector c31 = fromArray(SPECIES, c, to3 + Lanes.COUNT);
    FloatVector c32 = fromArray(SPECIES, c, to3 + 2 * Lanes.COUNT);
    FloatVector c33 = fromArray(SPECIES, c, to3 + 3 * Lanes.COUNT);
    FloatVector c34 = fromArray(SPECIES, c, to3 + 4 * Lanes.COUNT);
    int a1 = aFrom + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    for (int p = 0; p < bPoints.length; p++) {
      int at = p * Lanes.COUNT;
      int of = bPoints[p];
      FloatVector w0 = fromArray(SPECIES, a, aFrom + at);
      FloatVector w1 = fromArray(SPECIES, a, a1 + at);
      FloatVector w2 = fromArray(SPECIES, a, a2 + at);
      FloatVector w3 = fromArray(SPECIES, a, a3 + at);
      FloatVector v = fromArray(SPECIES, b, b0 + of);
      c00 = v.fma(w0, c00);
      c10 = v.fma(w1, c10);
      c20 = v.fma(w2, c20);
      c30 = v.fma(w3, c30);
      v = fromArray(SPECIES, b, b1 + of);
      c01 = v.fma(w0, c01);
      c11 = v.fma(w1, c11);
      c21 = v.fma(w2, c21);
      c31 = v.fma(w3, c31);
      v = fromArray(SPECIES, b, b2 + of);
      c02 = v.fma(w0, c02);
      c12 = v.fma(w1, c12);
      c22 = v.fma(w2, c22);
      c32 = v.fma(w3, c32);
      v = fromArray(SPECIES, b, b3 + of);
      c03 = v.fma(w0, c03);
      c13 = v.fma(w1, c13);
      c23 = v.fma(w2, c23);
      c33 = v.fma(w3, c33);
      v = fromArray(SPECIES, b, b4 + of);
      c04 = v.fma(w0, c04);
      c14 = v.fma(w1, c14);
      c24 = v.fma(w2, c24);
      c34 = v.fma(w3, c34);
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to0 + Lanes.COUNT);
    c02.intoArray(c, to0 + 2 * Lanes.COUNT);
    c03.intoArray(c, to0 + 3 * Lanes.COUNT);
    c04.intoArray(c, to0 + 4 * Lanes.COUNT);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + Lanes.COUNT);
    c12.intoArray(c, to1 + 2 * Lanes.COUNT);
    c13.intoArray(c, to1 + 3 * Lanes.COUNT);
    c14.intoArray(c, to1 + 4 * Lanes.COUNT);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + Lanes.COUNT);
    c22.intoArray(c, to2 + 2 * Lanes.COUNT);
    c23.intoArray(c, to2 + 3 * Lanes.COUNT);
    c24.intoArray(c, to2 + 4 * Lanes.COUNT);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + Lanes.COUNT);
    c32.intoArray(c, to3 + 2 * Lanes.COUNT);
    c33.intoArray(c, to3 + 3 * Lanes.COUNT);
    c34.intoArray(c, to3 + 4 * Lanes.COUNT);
  }
}

package model.fast;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The micro-kernel of every pass but the convolutions' weight gradients: {@code C += A·B}. A is a
 * matrix of numbers, an element of B or C a vector of {@link Lanes#STEP} floats:
 *
 * <pre>
 *   for each row r, each of four columns j, and k = 0 .. depth-1, in this order:
 *     C[cFrom + r·cRow + cColumns[j]] += A[aFrom + r·aRow + aDepths[k]] · B[bFrom + bDepths[k] + bColumns[j]]
 * </pre>
 *
 * <p>Since a row of B is found through a table, a convolution needs no copy of its windows (the
 * indirect convolution of Dukhan 2019). Each product is added by one fused multiply-add, so the
 * result is the same bits for every width of vectors and every split into tiles. A tile of C stays
 * in registers: six rows and four columns where there are 32 of them (AVX-512), else two rows.
 */
final class Product {
  /** Columns that one call of {@link #add} takes. */
  static final int COLUMNS = 4;

  private static final int TALL = 6;
  private static final int LOW = 2;
  private static final boolean HAS_32_REGISTERS = STEP >= Lanes.COUNT;

  private final int rows;
  private final int depth;
  private final int aRow;
  private final int[] aDepths;
  private final int[] bDepths;
  private final int[] bColumns;
  private final int cRow;
  private final int[] cColumns;

  /** The form of the three operands; {@code rows} must be even. */
  Product(
      int rows, int aRow, int[] aDepths, int[] bDepths, int[] bColumns, int cRow, int[] cColumns) {
    if (rows % LOW != 0) {
      throw new IllegalArgumentException("rows: expected an even number, found " + rows);
    }
    this.rows = rows;
    this.depth = bDepths.length;
    this.aRow = aRow;
    this.aDepths = aDepths;
    this.bDepths = bDepths;
    this.bColumns = bColumns;
    this.cRow = cRow;
    this.cColumns = cColumns;
  }

  /** {@code 0, of, 2·of, …}: how to find what lies evenly. */
  static int[] multiples(int of, int count) {
    int[] multiples = new int[count];
    Arrays.setAll(multiples, i -> i * of);
    return multiples;
  }

  /** How many columns it has in all. */
  int columns() {
    return cColumns.length;
  }

  /** All rows of the columns from {@code column} on, {@value #COLUMNS} of them. */
  void add(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int column) {
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

  /**
   * Two rows by four columns; {@code cRJ} is row R, column J of the tile. Unrolled, for C2 keeps no
   * array of vectors in registers, it reads
   *
   * <pre>
   *   for k: for r: for j: c[r][j] = v[j].fma(w[r], c[r][j])
   * </pre>
   */
  private void addLow(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int column) {
    int b0 = bFrom + bColumns[column];
    int b1 = bFrom + bColumns[column + 1];
    int b2 = bFrom + bColumns[column + 2];
    int b3 = bFrom + bColumns[column + 3];
    int to0 = cFrom + cColumns[column];
    int to1 = cFrom + cColumns[column + 1];
    int to2 = cFrom + cColumns[column + 2];
    int to3 = cFrom + cColumns[column + 3];
    FloatVector c00 = fromArray(SPECIES, c, to0);
    FloatVector c01 = fromArray(SPECIES, c, to1);
    FloatVector c02 = fromArray(SPECIES, c, to2);
    FloatVector c03 = fromArray(SPECIES, c, to3);
    FloatVector c10 = fromArray(SPECIES, c, to0 + cRow);
    FloatVector c11 = fromArray(SPECIES, c, to1 + cRow);
    FloatVector c12 = fromArray(SPECIES, c, to2 + cRow);
    FloatVector c13 = fromArray(SPECIES, c, to3 + cRow);
    int a1 = aFrom + aRow;
    for (int k = 0; k < depth; k++) {
      int at = aDepths[k];
      int of = bDepths[k];
      FloatVector v0 = fromArray(SPECIES, b, b0 + of);
      FloatVector v1 = fromArray(SPECIES, b, b1 + of);
      FloatVector v2 = fromArray(SPECIES, b, b2 + of);
      FloatVector v3 = fromArray(SPECIES, b, b3 + of);
      FloatVector w = broadcast(SPECIES, a[aFrom + at]);
      c00 = v0.fma(w, c00);
      c01 = v1.fma(w, c01);
      c02 = v2.fma(w, c02);
      c03 = v3.fma(w, c03);
      w = broadcast(SPECIES, a[a1 + at]);
      c10 = v0.fma(w, c10);
      c11 = v1.fma(w, c11);
      c12 = v2.fma(w, c12);
      c13 = v3.fma(w, c13);
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to1);
    c02.intoArray(c, to2);
    c03.intoArray(c, to3);
    c10.intoArray(c, to0 + cRow);
    c11.intoArray(c, to1 + cRow);
    c12.intoArray(c, to2 + cRow);
    c13.intoArray(c, to3 + cRow);
  }

  /** As {@link #addLow}, six rows. */
  private void addTall(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int column) {
    int b0 = bFrom + bColumns[column];
    int b1 = bFrom + bColumns[column + 1];
    int b2 = bFrom + bColumns[column + 2];
    int b3 = bFrom + bColumns[column + 3];
    int to0 = cFrom + cColumns[column];
    int to1 = cFrom + cColumns[column + 1];
    int to2 = cFrom + cColumns[column + 2];
    int to3 = cFrom + cColumns[column + 3];
    FloatVector c00 = fromArray(SPECIES, c, to0);
    FloatVector c01 = fromArray(SPECIES, c, to1);
    FloatVector c02 = fromArray(SPECIES, c, to2);
    FloatVector c03 = fromArray(SPECIES, c, to3);
    FloatVector c10 = fromArray(SPECIES, c, to0 + cRow);
    FloatVector c11 = fromArray(SPECIES, c, to1 + cRow);
    FloatVector c12 = fromArray(SPECIES, c, to2 + cRow);
    FloatVector c13 = fromArray(SPECIES, c, to3 + cRow);
    FloatVector c20 = fromArray(SPECIES, c, to0 + 2 * cRow);
    FloatVector c21 = fromArray(SPECIES, c, to1 + 2 * cRow);
    FloatVector c22 = fromArray(SPECIES, c, to2 + 2 * cRow);
    FloatVector c23 = fromArray(SPECIES, c, to3 + 2 * cRow);
    FloatVector c30 = fromArray(SPECIES, c, to0 + 3 * cRow);
    FloatVector c31 = fromArray(SPECIES, c, to1 + 3 * cRow);
    FloatVector c32 = fromArray(SPECIES, c, to2 + 3 * cRow);
    FloatVector c33 = fromArray(SPECIES, c, to3 + 3 * cRow);
    FloatVector c40 = fromArray(SPECIES, c, to0 + 4 * cRow);
    FloatVector c41 = fromArray(SPECIES, c, to1 + 4 * cRow);
    FloatVector c42 = fromArray(SPECIES, c, to2 + 4 * cRow);
    FloatVector c43 = fromArray(SPECIES, c, to3 + 4 * cRow);
    FloatVector c50 = fromArray(SPECIES, c, to0 + 5 * cRow);
    FloatVector c51 = fromArray(SPECIES, c, to1 + 5 * cRow);
    FloatVector c52 = fromArray(SPECIES, c, to2 + 5 * cRow);
    FloatVector c53 = fromArray(SPECIES, c, to3 + 5 * cRow);
    int a1 = aFrom + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    for (int k = 0; k < depth; k++) {
      int at = aDepths[k];
      int of = bDepths[k];
      FloatVector v0 = fromArray(SPECIES, b, b0 + of);
      FloatVector v1 = fromArray(SPECIES, b, b1 + of);
      FloatVector v2 = fromArray(SPECIES, b, b2 + of);
      FloatVector v3 = fromArray(SPECIES, b, b3 + of);
      FloatVector w = broadcast(SPECIES, a[aFrom + at]);
      c00 = v0.fma(w, c00);
      c01 = v1.fma(w, c01);
      c02 = v2.fma(w, c02);
      c03 = v3.fma(w, c03);
      w = broadcast(SPECIES, a[a1 + at]);
      c10 = v0.fma(w, c10);
      c11 = v1.fma(w, c11);
      c12 = v2.fma(w, c12);
      c13 = v3.fma(w, c13);
      w = broadcast(SPECIES, a[a2 + at]);
      c20 = v0.fma(w, c20);
      c21 = v1.fma(w, c21);
      c22 = v2.fma(w, c22);
      c23 = v3.fma(w, c23);
      w = broadcast(SPECIES, a[a3 + at]);
      c30 = v0.fma(w, c30);
      c31 = v1.fma(w, c31);
      c32 = v2.fma(w, c32);
      c33 = v3.fma(w, c33);
      w = broadcast(SPECIES, a[a4 + at]);
      c40 = v0.fma(w, c40);
      c41 = v1.fma(w, c41);
      c42 = v2.fma(w, c42);
      c43 = v3.fma(w, c43);
      w = broadcast(SPECIES, a[a5 + at]);
      c50 = v0.fma(w, c50);
      c51 = v1.fma(w, c51);
      c52 = v2.fma(w, c52);
      c53 = v3.fma(w, c53);
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to1);
    c02.intoArray(c, to2);
    c03.intoArray(c, to3);
    c10.intoArray(c, to0 + cRow);
    c11.intoArray(c, to1 + cRow);
    c12.intoArray(c, to2 + cRow);
    c13.intoArray(c, to3 + cRow);
    c20.intoArray(c, to0 + 2 * cRow);
    c21.intoArray(c, to1 + 2 * cRow);
    c22.intoArray(c, to2 + 2 * cRow);
    c23.intoArray(c, to3 + 2 * cRow);
    c30.intoArray(c, to0 + 3 * cRow);
    c31.intoArray(c, to1 + 3 * cRow);
    c32.intoArray(c, to2 + 3 * cRow);
    c33.intoArray(c, to3 + 3 * cRow);
    c40.intoArray(c, to0 + 4 * cRow);
    c41.intoArray(c, to1 + 4 * cRow);
    c42.intoArray(c, to2 + 4 * cRow);
    c43.intoArray(c, to3 + 4 * cRow);
    c50.intoArray(c, to0 + 5 * cRow);
    c51.intoArray(c, to1 + 5 * cRow);
    c52.intoArray(c, to2 + 5 * cRow);
    c53.intoArray(c, to3 + 5 * cRow);
  }
}

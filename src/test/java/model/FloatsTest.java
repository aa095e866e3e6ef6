package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FloatsTest {
  private static final INDArray ARRAY = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});

  @Test
  void readsAndWritesDenseArraysAndTheirDenseParts() {
    assertThat(Floats.of(ARRAY)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Floats.of(ARRAY.getRow(1))).containsExactly(4, 5, 6);
    INDArray target = Nd4j.zeros(DataType.FLOAT, 2, 1, 2);
    Floats.copy(new float[] {7, 8, 9}, 3, target);
    assertThat(Floats.of(target)).containsExactly(7, 8, 9, 0);
  }

  @Test
  void refusesWhatDoesNotLieInOnePiece() {
    assertThatThrownBy(() -> Floats.of(ARRAY.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("array: expected dense FLOAT in 'c' order, found FLOAT");
    assertThatThrownBy(() -> Floats.of(ARRAY.dup('f')))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Floats.of(ARRAY.castTo(DataType.DOUBLE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToWritePastTheEnd() {
    assertThatThrownBy(() -> Floats.copy(new float[7], 7, ARRAY.dup()))
        .hasMessage("length: expected at most 6, found 7");
  }
}

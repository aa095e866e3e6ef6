package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class CountedCrossEntropyTest {
  private static final INDArray SUMS =
      Nd4j.createFromArray(
          new float[][] {{1f, -2f, 0.5f}, {0f, 3f, -1f}, {-4f, 0.25f, 2f}, {40f, 0f, -60f}});
  private static final INDArray LABELS =
      Nd4j.createFromArray(new float[][] {{1f, 0f, 0f}, {0f, 1f, 0f}, {0f, 1f, 0f}, {0f, 0f, 1f}});

  private final CountedCrossEntropy counted = new CountedCrossEntropy();

  @Test
  void hasTheGradientOfDl4jsOwn() {
    INDArray expected =
        new LossMCXENT().computeGradient(LABELS, SUMS.dup(), new ActivationSoftmax(), null);
    INDArray found = counted.computeGradient(LABELS, SUMS.dup('f'), new ActivationSoftmax(), null);
    float[] values = Floats.of(found);
    assertThat(values).hasSize(12);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(expected.getFloat(i / 3, i % 3), within(1e-6f));
    }
  }

  /** The last row's probability is e^-100, which no float holds: its loss is exact all the same. */
  @Test
  void countsLossAndHitsOfEveryMinibatch() {
    counted.computeGradient(LABELS, SUMS, new ActivationSoftmax(), null);
    double once = counted.lossSum();
    assertThat(once).isCloseTo(0.5056 + 0.0659 + 1.9135 + 100.0, within(0.02));
    assertThat(counted.rows()).isEqualTo(4);
    assertThat(counted.correct()).isEqualTo(2);
    counted.computeGradient(LABELS, SUMS, new ActivationSoftmax(), null);
    assertThat(counted.lossSum()).isEqualTo(2 * once);
    assertThat(counted.rows()).isEqualTo(8);
    assertThat(counted.computeScore(LABELS, SUMS, new ActivationSoftmax(), null, true))
        .isEqualTo(once / 4);
  }

  @Test
  void refusesAnythingButSoftmax() {
    assertThatThrownBy(() -> counted.computeGradient(LABELS, SUMS, new ActivationIdentity(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected softmax without a mask, found identity with mask null");
  }
}

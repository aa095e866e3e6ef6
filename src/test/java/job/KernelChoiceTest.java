package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import model.Architecture;
import model.Kernels;
import model.UnusableKernelsException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  @BeforeAll
  static void needsTheVectorApi() {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
  }

  @Test
  void takesTheFastOnesWhereTheyCoverTheArchitecture() {
    assertThat(KernelChoice.AUTO.of(Architecture.LENET5)).isEqualTo(Kernels.FAST);
    assertThat(KernelChoice.AUTO.of(Architecture.LENET5_1998)).isEqualTo(Kernels.DL4J);
    assertThat(KernelChoice.DL4J.of(Architecture.LENET5)).isEqualTo(Kernels.DL4J);
  }

  @Test
  void refusesTheFastOnesWhereTheyWereAskedForAndCannotBeHad() {
    assertThat(KernelChoice.FAST.of(Architecture.LENET5_3X3)).isEqualTo(Kernels.FAST);
    assertThatThrownBy(() -> KernelChoice.FAST.of(Architecture.LENET5_BATCHNORM))
        .isInstanceOf(UnusableKernelsException.class)
        .hasMessageContaining("do not cover lenet5-batchnorm. Or choose --kernels dl4j");
  }
}

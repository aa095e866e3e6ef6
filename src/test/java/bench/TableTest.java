package bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void dividesOurMedianRateByTheirs() {
    String table =
        Table.of(
                List.of(
                    "step-fast 50000",
                    "step-torch 12000",
                    "step-stock 800",
                    "step-fast 40000",
                    "step-torch 14000",
                    "step-fast 60000"))
            .markdown();

    assertThat(table.lines())
        .containsExactly(
            "| | median | least | greatest | ours is so many times as fast |",
            "|---|---|---|---|---|",
            "| replica step, images/s: **ours, fast kernels** | 50,000 | 40,000 | 60,000 |  |",
            "| replica step: PyTorch | 13,000 | 12,000 | 14,000 | 3.85 |",
            "| replica step: stock DL4J | 800.0 | 800.0 | 800.0 | 62.50 |");
  }

  @Test
  void dividesTheirSecondsByOurs() {
    assertThat(Table.of(List.of("wall-ours 20", "wall-torch 37")).markdown())
        .contains("| whole command: PyTorch, two processes | 37.0 | 37.0 | 37.0 | 1.85 |");
  }

  @Test
  void setsOurDl4jKernelsBesideTheOthersWhereThereAreNoFastOnes() {
    assertThat(Table.of(List.of("step-dl4j 4000", "step-stock 800")).markdown())
        .contains(
            "helpers | 4,000 | 4,000 | 4,000 |  |",
            "| replica step: stock DL4J | 800.0",
            "| 5.00 |");
  }

  /** 1.37 million operations an image, as the trial before this project counted them. */
  @Test
  void saysWhatShareOfThePeakTheFastKernelsReach() {
    assertThat(Table.of(List.of("step-fast 100000", "fma-peak 250", "fma-peak 273.5")).markdown())
        .endsWith("The fast kernels do 136.8 GFLOP/s, 50 % of the peak.\n");
  }
}

package bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/soak.sh}. */
class SoakIT {
  private static final int EPOCHS = Integer.getInteger("soak.epochs", 40);

  @TempDir Path folder;

  @Test
  void driverAndExecutorHoldNoMoreAfterManyEpochs() throws Exception {
    List<Soak.Sample> curve = Soak.curve(EPOCHS, folder);
    Soak.Sample warm = curve.get(0);
    assertThat(curve).hasSizeGreaterThan(5);
    assertThat(curve).extracting(Soak.Sample::cachedRdds).containsOnly(1);
    assertThat(curve).extracting(Soak.Sample::files).containsOnly(warm.files());
    Soak.Sample last = curve.get(curve.size() - 1);
    assertThat(last.epoch()).isEqualTo(EPOCHS);
    // States that were not freed would be 2.8 MB an epoch: two forms of 0.7 in each JVM.
    assertThat(last.blockMegabytes()).isBetween(1L, warm.blockMegabytes() + 10);
    assertThat(last.executorKilobytes()).isLessThan(warm.executorKilobytes() * 11 / 10);
    assertThat(last.driverKilobytes()).isLessThan(warm.driverKilobytes() * 11 / 10);
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void givesEachPartTheTimeSinceTheOneBefore() {
    Timeline timeline = new Timeline(lines::add);
    long begin = System.nanoTime();
    timeline.passedAt(begin + TimeUnit.SECONDS.toNanos(2), "a");
    timeline.passedAt(begin + TimeUnit.MILLISECONDS.toNanos(2_250), "b");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches(" *\\d+\\.\\d\\d s {2}\\+\\d+\\.\\d\\d s {2}script, .*Java");
    assertThat(lines.get(1)).matches(" *\\d+\\.\\d\\d s {2}\\+2\\.00 s {2}a");
    assertThat(lines.get(2)).matches(" *\\d+\\.\\d\\d s {2}\\+0\\.25 s {2}b");
    assertThat(at(lines.get(2)) - at(lines.get(0))).isBetween(2.23, 2.27);
  }

  private static double at(String line) {
    return Double.parseDouble(line.strip().split(" ", 2)[0]);
  }

  @Test
  void countsFromTheScriptsStartWhereItIsKnownAndElseFromTheJvms() {
    long hourAgo = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 3_600_000_000L;
    assertThat(TimeUnit.NANOSECONDS.toSeconds(Timeline.nanosSoFar(Long.toString(hourAgo))))
        .isBetween(3_600L, 3_660L);
    for (String unknown : new String[] {null, "", "1795314160", "x"}) {
      assertThat(TimeUnit.NANOSECONDS.toSeconds(Timeline.nanosSoFar(unknown))).isLessThan(3_600);
    }
  }
}

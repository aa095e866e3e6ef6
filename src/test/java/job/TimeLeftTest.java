package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLeftTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "1499, 1 s",
    "99499, 99 s",
    "99500, 2 min",
    "5969000, 99 min",
    "5970000, 1 h 40 min",
    "360000000, 100 h 00 min"
  })
  void isSaidAsPeopleSayIt(long millis, String words) {
    assertThat(TimeLeft.inWords(Duration.ofMillis(millis))).isEqualTo(words);
  }
}

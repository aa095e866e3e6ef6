package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RetrainOptionsTest {
  private static List<String> faults(String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--data", "d", "--runs", "r"));
    if (!words.contains("--models")) {
      words.addAll(List.of("--models", "m"));
    }
    RetrainJob job = new RetrainJob();
    new CommandLine(job).parseArgs(words.toArray(String[]::new));
    return job.faults();
  }

  @Test
  void takesWhatTheDocsShow() {
    assertThat(faults()).isEmpty();
    assertThat(
            faults(
                "--name",
                "mnist",
                "--date",
                "2026-11-21",
                "--warm-start",
                "--floor",
                "0.97",
                "--margin",
                "0.002",
                "--significance",
                "0.05",
                "--keep",
                "10",
                "--most-recall-loss",
                "0.02",
                "--accept-data-change",
                "--notify",
                "cat"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--name, .hidden",
    "--name, decisions.parquet",
    "--date, 2026-11-31",
    "--date, 2026-11-1",
    "--date, yesterday",
    "--floor, 1.1",
    "--floor, NaN",
    "--margin, 0",
    "--margin, 1",
    "--significance, 0",
    "--significance, 0.6",
    "--most-recall-loss, -0.1",
    "--keep, 1",
    "--run-id, mine",
    "--models, ' '"
  })
  void refusesWhatCannotBe(String option, String value) {
    assertThat(faults(option, value))
        .isNotEmpty()
        .allSatisfy(fault -> assertThat(fault).startsWith(option).contains("expected"));
  }

  /** All nights until then would be taken for earlier ones. */
  @Test
  void refusesADateThatIsFarAhead() {
    LocalDate today = LocalDate.now(Clock.systemUTC());

    assertThat(faults("--date", today.plusDays(1).toString())).isEmpty();
    assertThat(faults("--date", today.plusDays(3).toString()))
        .singleElement()
        .asString()
        .contains("tomorrow at the latest");
  }
}

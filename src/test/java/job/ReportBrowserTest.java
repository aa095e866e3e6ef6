package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import job.report.ReportPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.Browser;
import testing.Browser.Screen;
import testing.OpenPage;
import testing.Project;
import testing.SparkSessions;

/** The page of a run on drawn digits, beside another one, as a browser draws it. */
class ReportBrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  /** Accuracy, loss, speed, confusion, recall; seconds, loss and distance of the replicas. */
  private static final int CHARTS = 8;

  /** Axes and grid alone are some ten shapes; two curves of two epochs are six more. */
  private static final int FEWEST_MARKS = 12;

  @TempDir static Path folder;
  private static Path page;

  @BeforeAll
  static void writeReport() throws Exception {
    train("a-run-with-quite-a-long-name-as-schedulers-give-them-2026-11-27", "1");
    train("other", "2");
    try (Reporting reporting =
        Reporting.of(
            SparkSessions.shared(),
            List.of(
                run("a-run-with-quite-a-long-name-as-schedulers-give-them-2026-11-27"),
                run("other")),
            Optional.empty(),
            KernelChoice.AUTO)) {
      page =
          Files.writeString(
              folder.resolve("report.html"),
              ReportPage.of(
                  reporting.report(line -> {}), "scripts/submit.sh train --data " + folder));
    }
  }

  private static void train(String runId, String seed) throws Exception {
    InThisJvm.train(
        "--data",
        "builtin:digits",
        "--runs",
        folder.toString(),
        "--run-id",
        runId,
        "--seed",
        seed,
        "--epochs",
        "2",
        "--replicas",
        "3",
        "--validation-fraction",
        "0.1");
  }

  private static String run(String runId) {
    return folder.resolve(runId).toString();
  }

  @ParameterizedTest
  @CsvSource({"DESKTOP, LIGHT", "DESKTOP, DARK", "PHONE, LIGHT", "PHONE, DARK", "PAPER, LIGHT"})
  void isDrawnWholeWithoutANetworkOnAnyScreen(Screen screen, ColorScheme scheme) {
    try (OpenPage open = BROWSER.open(page, screen, scheme)) {
      open.screenshot(
          Project.DIRECTORY.resolve("target/pages/report-%s-%s.png".formatted(screen, scheme)));
      assertThat(open.faults()).as("%s, %s", screen, scheme).isEmpty();
      assertThat(open.marks(".chart"))
          .hasSize(CHARTS)
          .allSatisfy(marks -> assertThat(marks).isGreaterThan(FEWEST_MARKS));
    }
  }
}

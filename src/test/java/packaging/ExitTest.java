package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import testing.Project;

/**
 * How {@code job.Main} ends. A driver that YARN started in its own process and that exits by itself
 * counts as failed there, whatever the code: after a success {@code main} must return.
 */
class ExitTest {
  @Test
  void returnsFromMainWhenAllWentWell() throws Exception {
    Process process = start("--version");

    assertThat(output(process)).endsWith("came back\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void exitsWithItsCodeWhenNot() throws Exception {
    Process process = start("no-such-command");

    assertThat(output(process)).contains("no-such-command").doesNotContain("came back");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static Process start(String argument) throws IOException {
    return new ProcessBuilder(
            Project.JAVA.toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CallsMain.class.getName(),
            argument)
        .redirectErrorStream(true)
        .start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

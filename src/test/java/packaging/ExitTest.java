package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  /** Threads of Spark's die in many ways while it is taken down; the message stays the last. */
  @Test
  void isSilentAfterItsLastWord() throws Exception {
    Process process = start("no-such-command", CallsMain.AND_A_THREAD_THAT_DIES_LATE);

    assertThat(output(process).lines().toList())
        .last()
        .asString()
        .startsWith("See: submit.sh --help");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Project.JAVA.toString(), "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), CallsMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

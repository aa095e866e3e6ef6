package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import testing.Project;

class StoppingTest {
  /** As a night has one, and the training within it another. */
  @Test
  void letsAllSayTheirLastWordsBeforeItIsSilent() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Project.JAVA.toString(), "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), TwoLastWords.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.equals("ready")) {
        line = output.readLine();
      }
      process.toHandle().destroy(); // leaves its output open
      assertThat(output.lines().toList())
          .containsExactlyInAnyOrder("the night's last word", "the training's last word");
    }
    assertThat(process.waitFor()).isEqualTo(143);
  }

  /** Waits to be told to end. */
  static final class TwoLastWords {
    private TwoLastWords() {}

    public static void main(String[] args) throws InterruptedException {
      Stopping.with(() -> System.err.println("the night's last word"));
      Stopping before = Stopping.beforeAnything();
      Stopping again = Stopping.beforeAnything();
      before.then(() -> System.err.println("the training's last word"));
      again.over();
      System.out.println("ready");
      Thread.sleep(60_000);
    }
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.Submit;

/** {@code show} as people run it. */
class ShowIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** By the launcher of Spark every JVM gets the Vector API, and says so. */
  private static final String LAUNCHERS = "jdk.incubator.vector";

  @TempDir Path folder;

  @Test
  void showsTheSameWithSparksLauncherAndWithoutAndLeavesThePictureAlone() throws Exception {
    String[] words = {
      "show", "--data", "builtin:digits", "--rows", "6", "--output", "grid of mine.png"
    };
    Submit submit = new Submit().withDirectory(folder).withEnvironment("COLUMNS", "50");

    Submit.Result alone = submit.withEnvironment("SPARK_SUBMIT_OPTS", "").succeeds(words);
    byte[] picture = Files.readAllBytes(folder.resolve("grid of mine.png"));
    Submit.Result submitted =
        submit.succeeds(
            Stream.concat(Stream.of("--master", "local[1]"), Stream.of(words))
                .toArray(String[]::new));

    assertThat(alone.stdout())
        .isEqualTo(submitted.stdout())
        .contains("6 of 6,000 rows", "picture: grid of mine.png, 6 across")
        .doesNotContain("\033");
    assertThat(submitted.stderr()).contains(LAUNCHERS);
    assertThat(alone.stderr()).isEmpty();
    assertThat(folder.resolve("grid of mine.png")).hasBinaryContent(picture);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void leavesThePathsAndSettingsThatSparkHeedsToIt() throws Exception {
    Submit.Result result =
        new Submit()
            .withEnvironment("SPARK_SUBMIT_OPTS", "")
            .withEnvironment("HADOOP_CONF_DIR", folder.toString())
            .succeeds("show", "--data", "builtin:digits", "--rows", "1");

    assertThat(result.stderr()).contains(LAUNCHERS);
  }

  @Test
  void paintsAsWideAsTheTerminalUnlessColoursAreNotWanted() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "no script, which makes terminals");

    String painted = onATerminalOf(50, "");
    String plain = onATerminalOf(50, "1");

    assertThat(painted)
        .contains("\033[38;5;232;48;5;232m▀▀▀▀▀▀▀▀▀▀▀▀▀▀\033[0m  ", "\033[0m\n")
        .containsPattern("\\d #0 +\\d #1500 +\\d #3000\n\n");
    assertThat(plain)
        .contains("⠀⠀")
        .doesNotContain("\033[")
        .containsPattern("\\d #0 +\\d #1500 +\\d #3000\n\n");
  }

  private static String onATerminalOf(int columns, String noColor) throws Exception {
    ProcessBuilder show =
        new Submit()
            .withEnvironment("SPARK_SUBMIT_OPTS", "")
            .withEnvironment("COLUMNS", "")
            .withEnvironment("TERM", "xterm-256color")
            .withEnvironment("NO_COLOR", noColor)
            .builder("show", "--data", "builtin:digits", "--rows", "4");
    String command = show.command().stream().map(Shell::quoted).collect(Collectors.joining(" "));
    show.command(
        List.of(SCRIPT.toString(), "-qec", "stty cols " + columns + "; " + command, "/dev/null"));
    Process process = show.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      byte[] told = process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
      return new String(told, StandardCharsets.UTF_8).replace("\r", "");
    } finally {
      Processes.end(process.toHandle());
    }
  }
}

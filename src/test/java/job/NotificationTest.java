package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.StatusRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NotificationTest {
  @TempDir Path folder;

  private static StatusRecord status(String message) {
    return new StatusRecord(
        "mnist", "2026-11-21", "PROMOTED", 0, message, null, "2026-11-21T22:00:00Z");
  }

  /** What is told on standard error. */
  private static String sent(String command, String message) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      new Notification(Optional.of(command), 2).send(status(message));
    } finally {
      System.setErr(before);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givesTheStatusToTheCommand() throws Exception {
    Path told = folder.resolve("told.json");

    assertThat(sent("cat > " + told, "better")).isEmpty();
    JsonNode status = new ObjectMapper().readTree(told.toFile());
    assertThat(status.path("state").asText()).isEqualTo("PROMOTED");
    assertThat(status.path("exitCode").asInt()).isZero();
    assertThat(status.path("message").asText()).isEqualTo("better");
  }

  @Test
  void tellsThatACommandFailed() throws Exception {
    assertThat(sent("exit 3", "m"))
        .isEqualTo(
            "--notify 'exit 3' failed: it ended with 3. The outcome is as it is told here%n"
                .formatted());
    assertThat(sent("no-such-command-here 2> /dev/null", "m")).contains("it ended with 127");
  }

  /** The pipe holds 64 KiB; a command need not read them. */
  @Test
  void waitsForNobodyWhoDoesNotRead() throws Exception {
    String large = "m".repeat(300_000);

    assertThat(sent("true", large)).isEmpty();
    assertThat(sent("sleep 30 & sleep 30", large)).contains("it had not ended after 2 s");
  }

  @Test
  void doesNothingWithoutACommand() throws Exception {
    new Notification(Optional.empty()).send(status("m"));
  }
}

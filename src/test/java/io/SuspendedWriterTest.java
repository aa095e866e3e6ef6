package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.MainProcess;
import testing.Processes;

/** A machine that is suspended for longer than another training waits. */
class SuspendedWriterTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(100), Duration.ofSeconds(1));

  @TempDir Path runs;

  /** A process of its own that takes a run, and waits when it has seen what is left there. */
  static final class Taker {
    private static final String SEEN = "seen";

    private Taker() {}

    public static void main(String[] args) throws Exception {
      Configuration hadoop =
          MeddledFileSystem.configuration(
              folder -> {
                if (folder.endsWith("epochs/00001")) {
                  System.out.println(SEEN);
                  System.in.read();
                }
              });
      try {
        RunWriter.take(hadoop, args[0], "run", HASTY).close();
      } catch (RunException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  @Timeout(120)
  void deletesNothingOfTheOneThatTookOverMeanwhile() throws Exception {
    try (RunWriter first = take()) {
      first.update(SampleRuns.run("run", 1));
    }
    Path model = Files.createDirectories(runs.resolve("run/epochs/00001")).resolve("model.zip");
    Files.write(model, MODEL);
    Process suspended = new MainProcess(Taker.class).start(runs.toString());
    try (BufferedReader out = suspended.inputReader()) {
      assertThat(out.readLine()).isEqualTo(Taker.SEEN);
      Processes.signal("-STOP", List.of(suspended.toHandle()));
      try (RunWriter other = take()) {
        assertThat(model).as("what was left").doesNotExist();
        Files.createDirectories(model.getParent());
        Files.write(model, MODEL); // as in the midst of keeping an epoch
        Processes.signal("-CONT", List.of(suspended.toHandle()));
        suspended.outputWriter().close();
        String said = out.readLine();
        assertThat(model).hasBinaryContent(MODEL);
        assertThat(said)
            .startsWith("This training has lost file:" + runs.resolve("run"))
            .contains("found number 3. It was silent for more than 60 s");
        other.keep(SampleRuns.epoch(1, MODEL), MODEL); // has the run still
      }
    } finally {
      suspended.destroyForcibly().waitFor();
    }
  }

  private RunWriter take() throws Exception {
    return RunWriter.take(new Configuration(), runs.toString(), "run", HASTY);
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.idx.IdxFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.Submit;

class DrawDigitsIT {
  private static final Submit SUBMIT = new Submit().withFirstCompilerAlone();

  @TempDir Path folder;

  @Test
  void drawsASetOnceAndRefusesToDrawOverIt() throws Exception {
    String[] command = {
      "draw-digits", "--rows", "20001", "--to", folder.resolve("a set").toString()
    };

    Submit.Result first = SUBMIT.run(command);
    Submit.Result second = SUBMIT.run(command);

    assertThat(first.exitCode()).as(first.stderr()).isZero();
    assertThat(first.stdout()).isEqualTo("20,001 digits are in %s/a set%n".formatted(folder));
    // Of seed 1, as DrawnSetTest has it.
    assertThat(IdxFingerprint.of(new Configuration(), images("a set")).sha256())
        .isEqualTo("af6067119fcbbc967f609938b00ae93047e6b8f810ebc1da17c963986f5fafb4");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.stderr().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .singleElement()
        .asString()
        .contains("holds a training set already");
  }

  private String images(String set) {
    return folder.resolve(set).resolve("train-images-idx3-ubyte").toString();
  }

  @Test
  void leavesNothingWhenItIsStopped() throws Exception {
    Path large = Files.createDirectory(folder.resolve("large"));
    Process drawing =
        SUBMIT.builder("draw-digits", "--rows", "100000000", "--to", large.toString()).start();
    try {
      for (int tries = 0; files(large).isEmpty() && tries < 600; tries++) {
        Thread.sleep(100);
      }
      assertThat(files(large)).as("it draws").isNotEmpty();
      drawing.destroy();
      assertThat(drawing.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      Processes.end(drawing.toHandle());
    }
    assertThat(files(large)).isEmpty();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}

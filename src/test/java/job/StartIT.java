package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Submit;

/** What passes between the command and the first minibatch. */
class StartIT {
  private static final Pattern PART =
      Pattern.compile("(?m)^ *(\\d+\\.\\d\\d) s {2}\\+\\d+\\.\\d\\d s {2}(.*)$");

  @TempDir Path folder;

  @Test
  void verboseShowsWhereTheTimeGoesAndNativesAreUnpackedOnce() throws Exception {
    List<MatchResult> parts = parts(train("first"));
    Map<Path, String> natives = natives();
    train("second");

    assertThat(parts)
        .extracting(part -> part.group(2).replaceAll("\\d+ ms", "N ms"))
        .containsExactly(
            "script, Spark's launcher, Java",
            "Spark session",
            "both files read and fingerprinted",
            "natives and network, what was left of them to wait for",
            "rows dealt",
            "first minibatch begun",
            epoch(1),
            epoch(2));
    assertThat(parts).extracting(part -> Double.parseDouble(part.group(1))).isSorted();
    assertThat(natives).isNotEmpty().isEqualTo(natives());
  }

  private static String epoch(int number) {
    return "epoch "
        + number
        + ": broadcast N ms, launch N ms, replicas N ms (slowest N ms), average N ms, keep N ms";
  }

  private static List<MatchResult> parts(String stderr) {
    return PART.matcher(stderr).results().toList();
  }

  private String train(String runId) throws Exception {
    Submit.Result result =
        new Submit()
            .run(
                "--master",
                "local[2]",
                "--driver-java-options",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("natives"),
                "train",
                "--data",
                "builtin:digits",
                "--runs",
                folder.resolve("runs").toString(),
                "--run-id",
                runId,
                "--replicas",
                "2",
                "--epochs",
                "2",
                "--verbose");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stderr();
  }

  /** Each library that was unpacked, and what changes when it is unpacked again. */
  private Map<Path, String> natives() throws IOException {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("natives"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        found.put(file, attributes.fileKey() + " " + attributes.creationTime());
      }
    }
    return found;
  }
}

package model.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In JVMs whose vectors have another width than this one's, or that have none. */
class VectorApiTest {
  private static final String PROGRAM = Fingerprint.class.getName();
  private static final String ADD_MODULES = "--add-modules=jdk.incubator.vector";

  private static List<String> run(List<String> program, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code").isZero();
    return printed.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void trainsTheSameBitsAtEveryWidth(int bytes) throws Exception {
    assumeTrue(VectorApi.obstacle().isEmpty(), "the processor has no AVX2");
    assertThat(run(List.of(PROGRAM, "train"), ADD_MODULES, "-XX:MaxVectorSize=" + bytes))
        .last()
        .asString()
        .isEqualTo(
            "Vector API, %d bits: %s"
                .formatted(Math.min(8 * bytes, Float.SIZE * Lanes.STEP), Fingerprint.ofTraining()));
  }

  @Test
  void namesTheOptionThatIsMissing() throws Exception {
    assertThat(run(List.of(PROGRAM)))
        .containsExactly(
            "obstacle: this JVM has no module jdk.incubator.vector: start it with --add-modules=jdk.incubator.vector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void isNotOfferedByJvmsThatDoNotCompileIt(String option) throws Exception {
    assertThat(run(List.of(PROGRAM), ADD_MODULES, option))
        .first()
        .asString()
        .startsWith("obstacle: the JVM is ")
        .endsWith(", not HotSpot with its second compiler");
  }

  @Test
  void isNotOfferedWhereVectorsAreNarrow() throws Exception {
    assertThat(run(List.of(PROGRAM), ADD_MODULES, "-XX:MaxVectorSize=16"))
        .contains("obstacle: vectors have 128 bits, not 256 or more (AVX2)");
  }
}

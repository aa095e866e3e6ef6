package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Project;

/** The lines of {@code conf/spark-defaults.conf} that must fit each other. */
class SettingsTest {
  private static final Pattern LIMIT = Pattern.compile("maxphysicalbytes=(\\d+)%");
  private static final Map<String, String> SETTINGS = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    Files.readString(Project.DIRECTORY.resolve("conf/spark-defaults.conf"))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .forEach(words -> assertThat(SETTINGS.put(words[0], words[1])).as(words[0]).isNull());
  }

  /** In both as a share of the heap, so that they fit whatever the heap is. */
  @ParameterizedTest
  @ValueSource(strings = {"driver", "executor"})
  void aProcessMayGrowToTheSizeOfItsContainer(String role) {
    Matcher limit = LIMIT.matcher(SETTINGS.get("spark." + role + ".defaultJavaOptions"));
    assertThat(limit.find()).isTrue();
    double factor = Double.parseDouble(SETTINGS.get("spark." + role + ".memoryOverheadFactor"));

    assertThat(Double.parseDouble(limit.group(1)) / 100).isEqualTo(1 + factor);
    assertThat(SETTINGS).doesNotContainKey("spark." + role + ".memoryOverhead");
  }

  /** Pictures are read and drawn: Java would look for a display, and a Mac show an icon. */
  @ParameterizedTest
  @ValueSource(strings = {"driver", "executor"})
  void noProcessAsksForADisplay(String role) {
    assertThat(SETTINGS.get("spark." + role + ".defaultJavaOptions").split(" "))
        .contains("-Djava.awt.headless=true");
  }

  @Test
  void driversThatAClusterStartsHaveTheEnvironmentOfExecutors() {
    Map<String, String> executors = under("spark.executorEnv.");

    assertThat(executors)
        .containsOnly(Map.entry("OMP_NUM_THREADS", "1"), Map.entry("LC_ALL", "C.UTF-8"));
    assertThat(under("spark.yarn.appMasterEnv.")).isEqualTo(executors);
    assertThat(under("spark.kubernetes.driverEnv.")).isEqualTo(executors);
  }

  /** As to LC_ALL, which the user's shell may have set for good reasons, see SubmitIT. */
  @Test
  void theScriptSetsTheSameEnvironmentForADriverThatRunsHere() throws IOException {
    String script = Files.readString(Project.DIRECTORY.resolve("scripts/submit.sh"));

    assertThat(script).contains("export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}\n");
  }

  private static Map<String, String> under(String prefix) {
    Map<String, String> found = new HashMap<>();
    SETTINGS.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }
}

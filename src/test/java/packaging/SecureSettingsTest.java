package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import testing.Project;

/** {@code conf/spark-secure.conf}, and what docs/security.md says of it. */
class SecureSettingsTest {
  @Test
  void holdsNoSecretAndNothingThatSparkDefaultsWouldOverrule() throws IOException {
    assertThat(properties("spark-secure.conf"))
        .containsEntry("spark.authenticate", "true")
        .doesNotContainKeys("spark.authenticate.secret")
        .doesNotContainKeys(properties("spark-defaults.conf").keySet().toArray());
  }

  @Test
  void everyLineIsExplainedInTheDocumentation() throws IOException {
    String page = Files.readString(Project.DIRECTORY.resolve("docs/security.md"));

    properties("spark-secure.conf")
        .forEach((key, value) -> assertThat(page).contains(row(key + " " + value)));
  }

  /** A table's cell: Markdown would take a bare bar for its end. */
  private static String row(String line) {
    return "| `" + line.replace("|", "\\|") + "` |";
  }

  private static Properties properties(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Project.DIRECTORY.resolve("conf").resolve(name))) {
      properties.load(file);
    }
    return properties;
  }
}

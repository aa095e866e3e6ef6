package packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Project;
import testing.Submit;

/** That the script has commands take their classes from the archive that the build made, or not. */
class ClassArchiveIT {
  private static final String ARCHIVED = "shared objects file (top)";

  @TempDir Path folder;

  private Path loaded;

  @BeforeEach
  void nameTheList() {
    assumeThat(Project.SPARK.resolve("classes.jsa"))
        .as("made, unless by class.archive.skip")
        .exists();
    loaded = folder.resolve("loaded");
  }

  /** A command that is soon over, and what it loads is listed. */
  private Submit.Result listModels(Submit submit, String... options) throws Exception {
    Submit listing =
        submit.withEnvironment("SPARK_SUBMIT_OPTS", "-Xlog:class+load:file=\"" + loaded + "\"");
    List<String> command = List.of("models", "list", "--models", folder.toString());
    return listing.run(Stream.concat(Stream.of(options), command.stream()).toArray(String[]::new));
  }

  private List<String> sources(String type) throws IOException {
    try (Stream<String> lines = Files.lines(loaded)) {
      return lines.filter(line -> line.contains(" " + type + " source: ")).toList();
    }
  }

  @Test
  void holdsOurClassesAndSparks() throws Exception {
    Submit.Result result = listModels(new Submit());

    assertThat(result.stderr()).contains("No model at ");
    assertThat(result.stdout()).isEmpty();
    assertThat(List.of("job.Main", "job.ModelsJob", "org.apache.spark.deploy.SparkSubmit"))
        .allSatisfy(
            type -> assertThat(sources(type)).singleElement().asString().contains(ARCHIVED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--conf", "--driver-class-path", "--properties-file"})
  void isLeftAloneWhereSomebodyElseSeesToTheClassPath(String option) throws Exception {
    String value =
        switch (option) {
          case "--conf" -> "spark.driver.extraClassPath=" + folder;
          case "--properties-file" ->
              Files.writeString(folder.resolve("own"), "spark.driver.extraClassPath " + folder)
                  .toString();
          default -> folder.toString();
        };
    Submit.Result own = listModels(new Submit(), option, value);

    assertThat(own.stderr()).contains("No model at ");
    assertThat(sources("job.Main")).singleElement().asString().doesNotContain(ARCHIVED);
  }

  /** The JVM knows the jar by its size and time. */
  @Test
  void isPassedOverWithoutAWordWhereTheJarIsAnother() throws Exception {
    Submit.Result usual = listModels(new Submit());
    Path other = Files.createDirectories(folder.resolve("another folder"));
    Path target = Files.createDirectory(other.resolve("target"));
    Files.copy(Project.JAR, target.resolve(Project.JAR.getFileName()));
    Files.createSymbolicLink(target.resolve("spark"), Project.SPARK);
    Files.createSymbolicLink(other.resolve("conf"), Project.DIRECTORY.resolve("conf"));
    Path script = Files.createDirectory(other.resolve("scripts")).resolve("submit.sh");
    Files.copy(Project.DIRECTORY.resolve("scripts/submit.sh"), script);

    Submit.Result result = listModels(new Submit().withScript(script));

    assertThat(result).isEqualTo(usual);
    assertThat(sources("job.Main")).singleElement().asString().doesNotContain(ARCHIVED);
  }
}

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

  @Test
  void isLeftAloneWhereSomebodyElseSeesToTheClassPath() throws Exception {
    Submit.Result usual = listModels(new Submit());
    Submit.Result own = listModels(new Submit(), "--conf", "spark.driver.extraClassPath=" + folder);

    assertThat(own).isEqualTo(usual);
    assertThat(sources("job.Main")).singleElement().asString().doesNotContain(ARCHIVED);
  }

  /** As when the folder was moved: its paths are others than the archive's. */
  @Test
  void isPassedOverWithoutAWordWhereItDoesNotFit() throws Exception {
    Submit.Result usual = listModels(new Submit());
    Path moved = Files.createDirectories(folder.resolve("moved folder"));
    for (String part : List.of("conf", "target")) {
      Files.createSymbolicLink(moved.resolve(part), Project.DIRECTORY.resolve(part));
    }
    Path script = Files.createDirectory(moved.resolve("scripts")).resolve("submit.sh");
    Files.copy(Project.DIRECTORY.resolve("scripts/submit.sh"), script);

    Submit.Result other = listModels(new Submit().withScript(script));

    assertThat(other).isEqualTo(usual);
    assertThat(sources("job.Main")).singleElement().asString().doesNotContain(ARCHIVED);
  }
}

package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.Submit;

/**
 * How {@code scripts/submit.sh} builds: in a small project of its own, which Maven builds in
 * seconds into what the script looks for: a jar of more than 20 MB with a {@code job.Main}, and
 * Spark's core.
 */
class BuildIT {
  private static final int PADDING_BYTES = 21_000_000;
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>small</groupId>
        <artifactId>small</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>org.apache.spark</groupId>
            <artifactId>spark-core_2.12</artifactId>
            <version>%s</version>
            <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
          </dependency>
        </dependencies>
        <build>
          <finalName>lenet-spark</finalName>
          <plugins>
            %s
            <plugin>
              <artifactId>maven-dependency-plugin</artifactId>
              <version>%s</version>
              <executions><execution>
                <phase>package</phase>
                <goals><goal>copy-dependencies</goal></goals>
                <configuration><outputDirectory>target/spark/jars</outputDirectory></configuration>
              </execution></executions>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  @TempDir Path folder;

  private Submit submit;

  @BeforeEach
  void writeProject() throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.createFile(Files.createDirectory(folder.resolve("conf")).resolve("spark-defaults.conf"));
    Path script =
        Files.copy(
            Project.DIRECTORY.resolve("scripts/submit.sh"), folder.resolve("scripts/submit.sh"));
    submit =
        new Submit()
            .withScript(script)
            .withDirectory(folder)
            .withEnvironment("LENET_BUILD", "")
            .withEnvironment("JAVA_HOME", System.getProperty("java.home"));
    Files.writeString(folder.resolve("pom.xml"), pom());
    Path job = Files.createDirectories(folder.resolve("src/main/java/job"));
    Files.writeString(
        job.resolve("Main.java"),
        """
        package job;

        class Main {
          public static void main(String[] arguments) {
            System.out.println("ran");
          }
        }
        """);
    byte[] padding = new byte[PADDING_BYTES];
    new Random(1).nextBytes(padding);
    Path resources = Files.createDirectories(folder.resolve("src/main/resources"));
    Files.write(resources.resolve("padding"), padding);
  }

  @Test
  void ofTwoScriptsAtOnceOneBuildsAndTheOtherWaits() throws Exception {
    CompletableFuture<Submit.Result> other = CompletableFuture.supplyAsync(this::run);
    List<Submit.Result> results = List.of(run(), other.join());

    assertThat(results).allSatisfy(result -> assertThat(result.stdout()).isEqualTo("ran\n"));
    assertThat(results)
        .extracting(Submit.Result::stderr)
        .allSatisfy(text -> assertThat(text).containsOnlyOnce("submit.sh: "))
        .anySatisfy(text -> assertThat(text).contains("building target/lenet-spark.jar"))
        .anySatisfy(text -> assertThat(text).contains("waiting for process "));
    assertThat(lock()).doesNotExist();
  }

  @Test
  void buildsAgainWhereABuildWasInterruptedAndNotWhereOneIsThere() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.createDirectories(lock());
    Files.writeString(lock().resolve("pid"), ended.pid() + "\n");

    Submit.Result first = run();
    Submit.Result second = run();

    assertThat(first.stderr())
        .contains("building target/lenet-spark.jar")
        .containsOnlyOnce("submit.sh: ");
    assertThat(first.stdout()).isEqualTo("ran\n");
    assertThat(second).isEqualTo(new Submit.Result(0, "ran\n", ""));
    assertThat(lock()).doesNotExist();
  }

  @Test
  void leavesNoLockBehindABuildThatFails() throws Exception {
    Files.writeString(folder.resolve("src/main/java/job/Main.java"), "no Java");

    Submit.Result result = run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("Main.java", "submit.sh: the build failed");
    assertThat(lock()).doesNotExist();
  }

  @Test
  void refusesToBuildWhereThatIsForbidden() throws Exception {
    Submit.Result result = submit.withEnvironment("LENET_BUILD", "no").run("--version");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains(folder.toRealPath() + "/target/lenet-spark.jar", "LENET_BUILD=no", "mvn package")
        .hasLineCount(1);
    assertThat(folder.resolve("target")).doesNotExist();
  }

  private Submit.Result run() {
    try {
      return submit.run("--version");
    } catch (IOException failure) {
      throw new UncheckedIOException("submit.sh cannot be started", failure);
    } catch (InterruptedException failure) {
      throw new IllegalStateException("Interrupted while submit.sh ran", failure);
    }
  }

  private Path lock() {
    return folder.resolve("target/.building");
  }

  /** With this project's own versions, which are at hand wherever it was built. */
  private static String pom() throws IOException {
    String ours = Files.readString(Project.DIRECTORY.resolve("pom.xml"));
    String plugins =
        Stream.of("maven-resources-plugin", "maven-compiler-plugin", "maven-jar-plugin")
            .map(
                name ->
                    "<plugin><artifactId>%s</artifactId><version>%s</version></plugin>"
                        .formatted(name, version(ours, name)))
            .reduce("", String::concat);
    String surefire = property(ours, "surefire.version");
    plugins +=
        "<plugin><artifactId>maven-surefire-plugin</artifactId><version>%s</version></plugin>"
            .formatted(surefire);
    return POM.formatted(
        property(ours, "spark.version"), plugins, version(ours, "maven-dependency-plugin"));
  }

  private static String version(String pom, String plugin) {
    return find(pom, "<artifactId>" + plugin + "</artifactId>\\s*<version>([^<]+)</version>");
  }

  private static String property(String pom, String name) {
    return find(pom, "<" + Pattern.quote(name) + ">([^<]+)</");
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}

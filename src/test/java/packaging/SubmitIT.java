package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.Project;
import testing.Submit;

class SubmitIT {
  private static final Submit SUBMIT = new Submit().withFirstCompilerAlone();

  @TempDir static Path shared;

  private static Path jobs;

  @TempDir Path folder;

  @BeforeAll
  static void packJobs() throws IOException {
    jobs = TestJar.of(shared, Echo.class, Sleep.class);
  }

  /** JUnit deletes links too, but warns of each. */
  @AfterEach
  void deleteLinks() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void helpNamesTheJobsUsageAndSparkSubmitsOptions() throws Exception {
    Submit.Result help = SUBMIT.run("--help");

    assertThat(help.stderr()).isEmpty();
    assertThat(help.exitCode()).isZero();
    assertThat(help.stdout()).contains("Usage: submit.sh", "Options of spark-submit", "--master");
    assertThat(help.stdout().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void refusesAnUnknownCommandByNameWithCode2() throws Exception {
    Submit.Result result = SUBMIT.run("no-such-command");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).contains("no-such-command");
  }

  @Test
  void refusesASparkOptionWithoutItsValue() throws Exception {
    Submit.Result result = SUBMIT.run("--master");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).contains("--master needs a value").hasLineCount(1);
  }

  /** Letters beyond ASCII, too, where there is no locale, as in cron. */
  @Test
  void passesArgumentsSettingsAndTheExitCodeUnchanged() throws Exception {
    Submit.Result result =
        echo(
            SUBMIT.withEnvironment("LC_ALL", "C"),
            List.of("--name", "train", "--conf", "spark.app.words=a  b \"c\"", "--verbose"),
            "echo",
            "x  y",
            "Läufe 試し",
            "",
            "*",
            "$HOME",
            "\"quoted\"",
            "--master");

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(Echo.EXIT_CODE);
    assertThat(result.stdout())
        .contains(
            lines(
                "argument=echo",
                "argument=x  y",
                "argument=Läufe 試し",
                "argument=",
                "argument=*",
                "argument=$HOME",
                "argument=\"quoted\"",
                "argument=--master"))
        .contains(lines("spark.app.name=train"))
        .contains(lines("spark.app.words=a  b \"c\""))
        .contains(lines("spark.master=local[*]"));
  }

  @Test
  void letsTheUsersOptionsWinOverTheProjectsSettingsAndAddToItsJavaOptions() throws Exception {
    Submit.Result result =
        echo(
            SUBMIT,
            List.of(
                "--conf",
                "spark.ui.retainedJobs=7",
                "--driver-memory",
                "300m",
                "--driver-java-options",
                "-Duser.option=here",
                "--master=local[1]"),
            "echo");

    assertThat(result.stdout())
        .as(result.stderr())
        .contains(lines("spark.ui.retainedJobs=7"))
        .contains(lines("spark.kryo.registrator=job.KryoRegistrator"))
        .contains(lines("spark.master=local[1]"))
        .contains(lines("user.option=here"))
        .contains(lines("extension=-onednn-avx2"))
        .contains(lines("OMP_NUM_THREADS=1"))
        .containsPattern("(?m)^heap=(29\\d|300)$");
  }

  @Test
  void worksThroughASymbolicLinkFromAnyDirectory() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("a b"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("lenet"), SUBMIT.script());

    Submit.Result result =
        echo(SUBMIT.withScript(link).withDirectory(elsewhere), List.of(), "data dir/x");

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(Echo.EXIT_CODE);
    assertThat(result.stdout())
        .contains(lines("argument=data dir/x"))
        .contains(lines("directory=" + elsewhere.toRealPath()));
  }

  /**
   * An installation of Spark is {@code jars/} and {@code bin/spark-submit}. The jars are the real
   * ones; the script does in a few lines what Spark's own does by {@code bin/spark-class}.
   */
  @Test
  void usesTheSparkThatSparkHomeNames() throws Exception {
    Path home = Files.createDirectory(folder.resolve("spark home"));
    Files.createSymbolicLink(home.resolve("jars"), Project.SPARK.resolve("jars"));
    executable(
        home.resolve("bin/spark-submit"),
        """
        #!/usr/bin/env bash
        export SPARK_SCALA_VERSION=2.12 SPARK_HOME
        echo "SPARK_HOME is $SPARK_HOME"
        exec "$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit "$@"
        """);

    Submit.Result result =
        echo(SUBMIT.withEnvironment("SPARK_HOME", home.toString()), List.of(), "x  y");

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(Echo.EXIT_CODE);
    assertThat(result.stdout())
        .contains(lines("SPARK_HOME is " + home))
        .contains(lines("argument=x  y"));
  }

  @Test
  void refusesASparkHomeWithoutSparkSubmit() throws Exception {
    Submit.Result result =
        SUBMIT.withEnvironment("SPARK_HOME", folder.toString()).run("train", "--data", "x");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains(folder + "/bin/spark-submit", "unset SPARK_HOME");
    assertThat(result.stderr()).hasLineCount(1);
  }

  @Test
  void refusesAnotherJavaThan17InOneLine() throws Exception {
    Path java25 = Files.createDirectory(folder.resolve("jdk-25"));
    Files.writeString(java25.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    executable(java25.resolve("bin/java"), "#!/bin/sh\nexit 99\n");

    Submit.Result result =
        SUBMIT
            .withEnvironment("JAVA_HOME", java25.toString())
            .withEnvironment("PATH", pathOf("bash", "dirname", "readlink", "sed"))
            .run("--help");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("Java 17 is needed", "Java 25 in " + java25);
    assertThat(result.stderr()).hasLineCount(1);
  }

  /** Homebrew links its openjdk@17 into no path. */
  @Test
  void findsTheJava17ThatHomebrewKeepsToItself() throws Exception {
    Path versions = Files.createDirectories(folder.resolve("opt/openjdk@17/libexec/openjdk.jdk"));
    Path home = Files.createDirectory(versions.resolve("Contents")).resolve("Home");
    Files.createSymbolicLink(home, Path.of(System.getProperty("java.home")));

    Submit.Result result =
        SUBMIT
            .withEnvironment("HOMEBREW_PREFIX", folder.toString())
            .withEnvironment("JAVA_HOME", "")
            .withEnvironment("PATH", pathOf("bash", "dirname", "readlink", "sed", "find", "head"))
            .run("--version");

    assertThat(result.exitCode()).as(result.stderr()).isZero();
  }

  @Test
  void saysInOneLineThatMavenIsMissingWhenItMustBuild() throws Exception {
    Path fresh = Files.createDirectories(folder.resolve("fresh/scripts")).getParent();
    Path script = Files.copy(SUBMIT.script(), fresh.resolve("scripts/submit.sh"));
    Files.createFile(fresh.resolve("pom.xml"));
    Files.createFile(Files.createDirectory(fresh.resolve("conf")).resolve("spark-defaults.conf"));

    Submit.Result result =
        SUBMIT
            .withScript(script)
            .withEnvironment("LENET_BUILD", "")
            .withEnvironment("JAVA_HOME", System.getProperty("java.home"))
            .withEnvironment("PATH", pathOf("bash", "dirname", "readlink", "sed", "find", "head"))
            .run("train");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("mvn is missing", "apt-get install maven");
    assertThat(result.stderr()).hasLineCount(1);
  }

  @Test
  void becomesTheJvmSoThatSignalsReachIt() throws Exception {
    Process process =
        SUBMIT
            .builder("--class", Sleep.class.getName(), "--jars", jobs.toString(), "sleep")
            .start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("asleep in process " + process.pid());
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    } finally {
      Processes.end(process.toHandle());
    }
  }

  private static Submit.Result echo(Submit submit, List<String> options, String... words)
      throws IOException, InterruptedException {
    Stream<String> first = Stream.of("--class", Echo.class.getName(), "--jars", jobs.toString());
    return submit.run(
        Stream.of(first, options.stream(), Stream.of(words))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static String lines(String... expected) {
    return String.join("\n", expected) + "\n";
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + file + " executable");
    }
  }

  /** A folder for PATH that holds these programs and no other. */
  private String pathOf(String... programs) throws IOException {
    Path bin = Files.createDirectory(folder.resolve("programs"));
    for (String program : programs) {
      Path found =
          Stream.of("/bin", "/usr/bin")
              .map(directory -> Path.of(directory, program))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(bin.resolve(program), found);
    }
    return bin.toString();
  }
}

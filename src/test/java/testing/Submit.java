package testing;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code scripts/submit.sh} as a user does: a process of its own, with its own environment and
 * working directory. Immutable; each {@code with} method returns a changed copy.
 *
 * @param script the script, or a symbolic link to it
 * @param directory the working directory
 * @param environment set on top of the tests' own environment; an empty value unsets
 * @param timeout after which the process is killed and the test fails
 * @param quick see {@link #withFirstCompilerAlone}
 */
public record Submit(
    Path script, Path directory, Map<String, String> environment, Duration timeout, boolean quick) {
  /** The variable whose words spark-submit gives to the driver's JVM. */
  private static final String OPTIONS = "SPARK_SUBMIT_OPTS";

  /** What the user's shell may hold and the tests must not inherit. */
  private static final List<String> NOT_INHERITED =
      List.of("SPARK_HOME", "SPARK_CONF_DIR", OPTIONS, "MASTER", "OMP_NUM_THREADS");

  /** How a run ended: its exit code, and what it wrote. */
  public record Result(int exitCode, String stdout, String stderr) {}

  public Submit {
    environment = Map.copyOf(environment);
  }

  /** The project's script, run in the project's directory, for at most five minutes. */
  public Submit() {
    this(
        Project.DIRECTORY.resolve("scripts/submit.sh"),
        Project.DIRECTORY,
        Map.of(),
        Duration.ofMinutes(5),
        /* quick= */ false);
  }

  public Submit withScript(Path path) {
    return new Submit(path, directory, environment, timeout, quick);
  }

  public Submit withDirectory(Path path) {
    return new Submit(script, path, environment, timeout, quick);
  }

  /** Sets a variable of the environment; an empty value unsets it. */
  public Submit withEnvironment(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Submit(script, directory, more, timeout, quick);
  }

  public Submit withTimeout(Duration duration) {
    return new Submit(script, directory, environment, duration, quick);
  }

  /**
   * With HotSpot's first compiler alone, and without Spark's web pages: a start takes three
   * quarters of the time. The fast kernels do not run there; DL4J's layers train, if {@code
   * --kernels} leaves the choice.
   */
  public Submit withFirstCompilerAlone() {
    return new Submit(script, directory, environment, timeout, /* quick= */ true);
  }

  /**
   * Runs the script and waits for its end.
   *
   * @throws AssertionError if it has not ended after {@link #timeout}, with what it wrote until
   *     then
   */
  public Result run(String... arguments) throws IOException, InterruptedException {
    Path stdout = Files.createTempFile("submit", ".out");
    Path stderr = Files.createTempFile("submit", ".err");
    Process process =
        builder(arguments)
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "%s %s has not ended after %s.%nstdout:%n%s%nstderr:%n%s"
                .formatted(
                    script,
                    List.of(arguments),
                    timeout,
                    Files.readString(stdout),
                    Files.readString(stderr)));
      }
      return new Result(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    } finally {
      Processes.end(process.toHandle());
      Files.delete(stdout);
      Files.delete(stderr);
    }
  }

  /**
   * As {@link #run}, of what must succeed.
   *
   * @throws AssertionError if its exit code is not 0, with what it wrote
   */
  public Result succeeds(String... arguments) throws IOException, InterruptedException {
    Result result = run(arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "%s ended with %d.%nstdout:%n%s%nstderr:%n%s"
              .formatted(List.of(arguments), result.exitCode(), result.stdout(), result.stderr()));
    }
    return result;
  }

  /** What a log holds by now; what is wrong with it instead, for messages of failed tests. */
  public static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Starts the script, whose output goes behind what {@code log} may hold. */
  public Process start(Path log, String... arguments) throws IOException, InterruptedException {
    return builder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** The process, not yet started: for tests that watch or interrupt it. */
  public ProcessBuilder builder(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    List<String> options = new ArrayList<>();
    List<String> shared = List.of();
    boolean isCluster = List.of(arguments).stream().anyMatch(Submit::isCluster);
    if (!environment.containsKey(OPTIONS)) {
      options.addAll(ClassArchive.OPTIONS);
      shared = isCluster ? ClassArchive.shared() : shared;
    }
    if (quick) {
      options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1"));
    }
    String ready = String.join(" ", options);
    if (!ready.isEmpty() && isCluster) {
      String executors = (ready + " " + String.join(" ", shared)).strip();
      command.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + executors));
    }
    if (quick && List.of(arguments).contains("--master")) {
      command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeAll(NOT_INHERITED);
    variables.put(OPTIONS, (ready + " " + coverageAgent()).strip());
    variables.put("SPARK_LOCAL_IP", "127.0.0.1");
    // A build underneath the one that runs the tests would pull the jar from under them.
    variables.put("LENET_BUILD", "no");
    variables.putAll(environment);
    variables.values().removeIf(String::isEmpty);
    return builder;
  }

  private static boolean isCluster(String argument) {
    return argument.startsWith("spark://");
  }

  /** JaCoCo's agent, if asked for: then the jobs' code counts as covered where it ran. */
  private static String coverageAgent() {
    if (!Boolean.getBoolean("coverage.jobs")) {
      return "";
    }
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-javaagent:") && argument.contains("jacoco"))
        .findFirst()
        .orElse("");
  }
}

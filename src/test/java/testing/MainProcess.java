package testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * A class of the tests, run in a JVM of its own: with other rights or another environment than the
 * tests have. Immutable.
 *
 * @param main has a main method
 * @param prefix of the command line
 * @param environment set on top of the tests' own
 */
public record MainProcess(Class<?> main, List<String> prefix, Map<String, String> environment) {
  public MainProcess {
    prefix = List.copyOf(prefix);
    environment = Map.copyOf(environment);
  }

  public MainProcess(Class<?> main) {
    this(main, List.of(), Map.of());
  }

  public MainProcess withEnvironment(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new MainProcess(main, prefix, more);
  }

  /**
   * Without root's right to read and write everything.
   *
   * @param unreadable what another may not read: whether the tests run as one who may
   * @throws TestAbortedException if the tests run as root, and nothing takes its rights
   */
  public MainProcess withRightsOfOthers(Path unreadable) {
    if (!Files.isReadable(unreadable)) {
      return this;
    }
    if (!Files.exists(Path.of("/usr/bin/setpriv"))) {
      throw new TestAbortedException("root may do everything, and no setpriv takes its rights");
    }
    String rights = "-dac_override,-dac_read_search";
    return new MainProcess(
        main, List.of("setpriv", "--bounding-set=" + rights, "--inh-caps=" + rights), environment);
  }

  /** Starts it; what it writes to stderr goes nowhere. */
  public Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Project.JAVA.toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Runs it to its end; returns what it wrote to stdout. */
  public String run(Charset letters, String... arguments) throws IOException {
    Process process = start(arguments);
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), letters);
    } finally {
      process.destroyForcibly();
    }
  }
}

package io;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import testing.SparkSessions;

/** A JVM of its own that writes the same evaluations for ever, to be killed at any moment. */
final class WriterProcess {
  static final String RUN_ID = "killed";
  static final int EPOCHS = 40;

  private WriterProcess() {}

  public static void main(String[] args) throws IOException {
    Evaluations evaluations = new Evaluations(SparkSessions.shared(), args[0]);
    while (true) {
      evaluations.write(written());
    }
  }

  static List<Evaluation> written() {
    return SampleEvaluations.run(RUN_ID, EPOCHS, 1);
  }

  static Process start(Path table) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // soon there
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WriterProcess.class.getName()));
    command.add(table.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}

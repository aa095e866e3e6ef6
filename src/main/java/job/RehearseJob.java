package job;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * {@code rehearse}: a little of each command, one after the other in one JVM, so that it can write
 * down the classes of all: {@code scripts/archive-classes.sh}.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Does a little of each command, for scripts/archive-classes.sh.")
final class RehearseJob extends Job {
  private static final String RUN = "rehearsal";

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "A new folder.")
  private String to;

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--to", to);
    return faults.all();
  }

  @Override
  public Integer call() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    for (List<String> command : commands()) {
      int code = Main.commandLine(out, err).execute(command.toArray(String[]::new));
      if (code != ExitCode.OK) {
        return code;
      }
    }
    return ExitCode.OK;
  }

  private List<List<String>> commands() {
    String runs = to + "/runs";
    String run = runs + "/" + RUN;
    String picture = to + "/digits.png";
    return List.of(
        List.of(
            "train",
            "--data",
            DataSource.BUILTIN,
            "--runs",
            runs,
            "--run-id",
            RUN,
            "--epochs",
            "1",
            "--replicas",
            "2",
            "--tensorboard",
            to + "/events"),
        List.of("evaluate", "--run", run, "--data", DataSource.BUILTIN),
        List.of("report", "--run", run, "--output", to + "/report.html"),
        List.of("show", "--data", DataSource.BUILTIN, "--output", picture),
        List.of(
            "predict",
            "--model",
            run,
            "--input",
            picture,
            "--output",
            to + "/predictions",
            "--sheet",
            to + "/sheet.html"));
  }
}

package job;

import io.SimilarNames;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line: one entry point for {@code spark-submit}, one subcommand a job.
 *
 * <p>Exit code 0: all that was asked for is on disk; 1: it failed, with one message; 2: the options
 * are wrong, with every fault of theirs; {@code retrain} and {@code models} have more. The JVM
 * itself ends with 143 after SIGTERM, and with 130 after Ctrl-C.
 */
@Command(
    name = "submit.sh",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Trains and scores LeNet-5 on Apache Spark with Deeplearning4j.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainJob.class,
      EvaluateJob.class,
      ReportJob.class,
      PredictJob.class,
      RetrainJob.class,
      ModelsJob.class,
      DemoJob.class,
      FetchMnistJob.class,
      DrawDigitsJob.class,
      ShowJob.class,
      RehearseJob.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = commandLine(out, err).execute(args);
    // In cluster mode a driver that exits by itself counts as failed on YARN, even with 0.
    if (code != ExitCode.OK) {
      Stopping.silence();
      System.exit(code);
    }
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine cli = new CommandLine(new Main());
    cli.setOut(out).setErr(err);
    cli.setCaseInsensitiveEnumValuesAllowed(true);
    cli.setExpandAtFiles(false); // paths may begin with @
    collectErrors(cli);
    hideRunId(cli.getSubcommands().get("retrain").getCommandSpec());
    cli.setExecutionStrategy(Main::refuseOrRun);
    cli.setExecutionExceptionHandler(Main::failed);
    return cli;
  }

  /** So that every fault is told at once, not the first alone. */
  private static void collectErrors(CommandLine cli) {
    cli.getCommandSpec().parser().collectErrors(true);
    cli.getSubcommands().values().forEach(Main::collectErrors);
  }

  /** A night names its run itself: the option of train is known there to be refused in words. */
  private static void hideRunId(CommandSpec retrain) {
    OptionSpec runId = retrain.findOption("--run-id");
    retrain.remove(runId);
    retrain.addOption(runId.toBuilder().hidden(true).build());
  }

  private static int refuseOrRun(ParseResult result) {
    ParseResult last = result;
    List<String> faults = new ArrayList<>();
    result.errors().forEach(error -> faults.addAll(OptionFault.inWords(error)));
    while (last.hasSubcommand()) {
      last = last.subcommand();
      last.errors().forEach(error -> faults.addAll(OptionFault.inWords(error)));
    }
    CommandLine cli = last.commandSpec().commandLine();
    if (CommandLine.printHelpIfRequested(result)) {
      return ExitCode.OK;
    }
    if (!cli.getSubcommands().isEmpty()) {
      return withoutCommand(cli, last);
    }
    if (cli.getCommand() instanceof Job job) {
      faults.addAll(job.faults());
    }
    if (!faults.isEmpty()) {
      return refuse(cli, faults);
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int refuse(CommandLine cli, List<String> faults) {
    PrintWriter err = cli.getErr();
    faults.stream().distinct().forEach(fault -> err.println("wrong usage: " + fault));
    err.println("See: " + cli.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static int withoutCommand(CommandLine cli, ParseResult result) {
    if (result.unmatched().isEmpty()) {
      cli.usage(cli.getErr());
      return refuse(cli, List.of());
    }
    List<String> commands = shown(cli.getSubcommands());
    String likest =
        SimilarNames.among(commands.stream(), result.unmatched().get(0)).stream()
            .findFirst()
            .map("; did you mean %s?"::formatted)
            .orElse("");
    return refuse(
        cli,
        List.of(
            "no such command: %s; expected one of %s%s"
                .formatted(result.unmatched().get(0), String.join(", ", commands), likest)));
  }

  private static List<String> shown(Map<String, CommandLine> commands) {
    return commands.entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int failed(Exception exception, CommandLine cli, ParseResult result) {
    if (exception instanceof UsageException) {
      return refuse(cli, List.of(exception.getMessage()));
    }
    PrintWriter err = cli.getErr();
    err.println(Failure.message(exception));
    if (cli.getCommand() instanceof Job job && job.verbose) {
      exception.printStackTrace(err);
    } else if (!Failure.isExplained(exception)) {
      err.println("(--verbose shows where it happened)");
    }
    return ExitCode.SOFTWARE;
  }
}

package job;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one entry point for {@code spark-submit}, one subcommand a job. */
@Command(name = "submit.sh", mixinStandardHelpOptions = true, version = "0.1.0")
public final class Main implements Runnable {
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}

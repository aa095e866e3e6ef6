package job;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A subcommand: says all that is wrong with its options, then runs. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that was asked for is on disk",
      "1:it failed; the last message says why",
      "2:wrong usage; every fault is listed",
      "143, 130:stopped by SIGTERM or Ctrl-C; what is whole stays"
    })
abstract class Job implements Callable<Integer> {
  @Option(names = "--verbose", description = "Show stack traces and timings.")
  boolean verbose;

  /** For {@code --verbose}; begins when it is asked for. */
  final Timeline timeline() {
    return verbose ? Timeline.shownOn(System.err) : Timeline.hidden();
  }

  /** Hadoop as Spark will set it up, before a session is there. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * What is wrong with the options, all of it: flag, value, what is allowed. Empty if nothing is.
   */
  abstract List<String> faults();

  /**
   * Does the work.
   *
   * @return the exit code; 0 only if all that was asked for is on disk
   */
  @Override
  public abstract Integer call() throws Exception;
}

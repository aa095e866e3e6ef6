package job;

import io.PlaceTrial;
import io.WholeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import job.report.Report;
import job.report.ReportPage;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: parses the options, has the run looked at, writes the page. */
@Command(
    name = "report",
    description =
        "Shows a run on one HTML page: how it learnt, what it mistakes for what, what its layers see, who of the replicas is slow, where it comes from.")
final class ReportJob extends Job {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUNS/ID",
      description = "The run's directory.")
  private String run;

  @Option(
      names = "--compare",
      arity = "1..*",
      paramLabel = "RUNS/OTHER",
      description =
          "Runs to lay beside it: do they differ, and in what were they trained otherwise?")
  private List<String> compare = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The test set. Default: the one beside the run's training set.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The page, a name that ends in .html. Default: report-ID.html, here.")
  private String output;

  @Option(names = "--kernels", paramLabel = "NAME", description = KernelChoice.DESCRIPTION)
  private KernelChoice kernels = KernelChoice.AUTO;

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--run", run);
    compare.forEach(other -> faults.notBlank("--compare", other));
    faults.notBlank("--data", data);
    faults.unless(
        output != null || !driverGoesAway(),
        "--output",
        "none",
        "a file, for with --deploy-mode cluster a page beside the driver would be lost with it");
    faults.endsIn("--output", output, ".html");
    return faults.all();
  }

  /** With what lies beside it. (On Kubernetes its own spark-submit is told to be a client.) */
  private static boolean driverGoesAway() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        || Boolean.getBoolean("spark.kubernetes.submitInDriver");
  }

  @Override
  public Integer call() throws Exception {
    Timeline timeline = timeline();
    PlaceTrial.require(hadoop(), page("ID"), "--output");
    Stopping stopping =
        Stopping.with(() -> System.err.println("stopped; no page is left half written"));
    NetworkAhead.warmUp(hadoop(), run);
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(
          session,
          () -> {
            report(session, timeline);
            return 0;
          });
    } finally {
      stopping.over();
    }
  }

  /** In a session that is there. */
  void report(SparkSession session, Timeline timeline) throws Exception {
    List<String> runs = new ArrayList<>(List.of(run));
    runs.addAll(compare);
    try (Reporting reporting = Reporting.of(session, runs, Optional.ofNullable(data), kernels)) {
      timeline.passed("test set found");
      Report report = reporting.report(System.out::println);
      timeline.passed("epochs scored, mistakes and layers looked at");
      String runId = report.run().record().runId();
      String page = page(runId);
      WholeText.write(
          session.sparkContext().hadoopConfiguration(),
          page,
          ReportPage.of(report, Again.commands(report.run(), reporting.testSource())));
      timeline.passed("page written");
      report.inWords(compare).forEach(System.out::println);
      System.out.printf("report: %s%n", output == null ? name(runId) : output);
    }
  }

  private String page(String runId) {
    return output == null ? page(Path.of(""), runId) : output;
  }

  private static String name(String runId) {
    return "report-" + runId + ".html";
  }

  /** On this machine, whatever file system Hadoop takes for its own; as Hadoop writes paths. */
  static String page(Path folder, String runId) {
    return "file:" + folder.resolve(name(runId)).toAbsolutePath();
  }
}

package job;

import io.RunDirectory;
import io.RunRecord;
import java.util.Locale;
import java.util.Optional;
import job.report.ReportedRun;
import model.Updater;
import org.apache.hadoop.fs.Path;

/** The commands that make a run again, under another name. */
final class Again {
  private static final String AGAIN = "-again";

  private Again() {}

  /**
   * A line each; for a run that {@code train} cannot make again, why it cannot.
   *
   * @param testSet as {@code --data} names it; empty if there is none
   */
  static String commands(ReportedRun run, Optional<String> testSet) {
    RunRecord record = run.record();
    String score =
        testSet
            .map(
                data ->
                    "%nscripts/submit.sh evaluate --run %s --data %s"
                        .formatted(
                            Shell.quoted(new Path(runs(run), runId(record)).toString()),
                            Shell.quoted(data)))
            .orElse("");
    return record.retraining() == null
        ? train(run) + score
        : "# The challenger of a night: retrain makes it again from the same data and models.";
  }

  private static String train(ReportedRun run) {
    RunRecord.Options options = run.record().options();
    StringBuilder line = new StringBuilder("scripts/submit.sh train");
    add(line, "data", DataSource.nameOf(run.record().data(), run.path()));
    add(line, "runs", runs(run).toString());
    add(line, "run-id", runId(run.record()));
    add(line, "architecture", options.architecture());
    add(line, "replicas", options.replicas());
    add(line, "batch-size", options.batchSize());
    add(line, "epochs", options.epochs());
    add(line, "updater", options.updater());
    add(line, "learning-rate", options.learningRate());
    if (options.updater().equals(Updater.NESTEROVS.title())) { // 0 is not what it takes by itself
      add(line, "momentum", options.momentum());
    }
    add(line, "initialisation", options.initialisation().toLowerCase(Locale.ROOT));
    add(line, "seed", options.seed());
    add(line, "kernels", options.kernels());
    if (options.validationFraction() > 0) {
      add(line, "validation-fraction", options.validationFraction());
    }
    return line.toString();
  }

  private static Path runs(ReportedRun run) {
    return new Path(run.path()).getParent();
  }

  /** A long one is cut, by so much that it is not the run's own, which may end like this, too. */
  private static String runId(RunRecord record) {
    String own = record.runId();
    int room = RunDirectory.LONGEST_RUN_ID - AGAIN.length();
    return (own.length() <= room ? own : own.substring(0, room - AGAIN.length())) + AGAIN;
  }

  private static void add(StringBuilder line, String option, Object value) {
    line.append(" --").append(option).append(' ').append(Shell.quoted(value.toString()));
  }
}

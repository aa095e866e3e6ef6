package job;

import io.Evaluation;
import io.Evaluations;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: parses the options, scores, prints the table. */
@Command(
    name = "evaluate",
    description =
        "Scores a run's kept epochs on the test set and writes the table of evaluations as Parquet.")
final class EvaluateJob extends Job {
  private static final int MOST_SILENT_MINUTES = 10_080;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUNS/ID",
      description = "The run's directory.")
  private String run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory of t10k-images-idx3-ubyte[.gz] and t10k-labels-idx1-ubyte[.gz], or builtin:digits.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The table. Default: RUNS/" + Evaluations.DEFAULT_NAME + ".")
  private String output;

  @Option(
      names = "--epochs",
      paramLabel = "3,5-7",
      converter = EpochSelection.Converter.class,
      description = "Which epochs to score. Default: all.")
  private EpochSelection epochs = EpochSelection.ALL;

  @Option(
      names = "--follow",
      description = "Wait for further epochs until those asked for are scored or the run ends.")
  private boolean follow;

  @Option(
      names = "--silence",
      paramLabel = "MINUTES",
      description =
          "How long --follow waits for the next epoch, 1 to 10080. Default: ${DEFAULT-VALUE}.")
  private int silence = 30;

  @Option(names = "--kernels", paramLabel = "NAME", description = KernelChoice.DESCRIPTION)
  private KernelChoice kernels = KernelChoice.AUTO;

  @Mixin private TensorBoardOption tensorBoard = new TensorBoardOption();

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--run", run);
    faults.notBlank("--data", data);
    faults.notBlank("--output", output);
    tensorBoard.addFaults(faults);
    faults.within("--silence", silence, 1, MOST_SILENT_MINUTES);
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    NetworkAhead.warmUp(hadoop(), run);
    Stopping starting = Stopping.with(saying("before anything was scored"));
    try (SparkSession session = Application.start()) {
      return ExecutorWatch.during(
          session,
          () -> {
            score(session, starting);
            return 0;
          });
    } finally {
      starting.over();
    }
  }

  private static Runnable saying(String what) {
    return () -> System.err.printf("stopped %s; go on: the same command again%n", what);
  }

  private void score(SparkSession session, Stopping starting) throws Exception {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RunDirectory directory = directory(hadoop);
    DataSource testData = new DataSource(data, directory.runs());
    String table = table(directory.runs());
    Path given = new Path(run); // such as ., whose parent Hadoop does not know
    String shown =
        given.getName().equals(directory.runId()) ? table(given.getParent().toString()) : table;
    Stopping stopping = starting.then(saying("with the rows that were written in " + shown));
    try (TensorBoard events =
            TensorBoard.ofEvaluation(hadoop, tensorBoard.folder(), directory.runId());
        Evaluating evaluating =
            Evaluating.of(session, directory, testData, table, epochs, kernels)) {
      warnOfReplaced(evaluating);
      if (follow) {
        System.out.println(evaluating.inWords());
        follow(evaluating, events);
      } else {
        evaluating.scoreKept(System.out::println);
      }
      List<Evaluation> rows = evaluating.ofThisTestSet();
      events.evaluated(rows);
      report(rows, evaluating.scoredNow(), shown);
      requireWhole(directory, evaluating);
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      throw failure;
    } finally {
      stopping.over();
    }
  }

  private String table(String runs) {
    return output == null ? new Path(runs, Evaluations.DEFAULT_NAME).toString() : output;
  }

  private void follow(Evaluating evaluating, TensorBoard events)
      throws IOException, InterruptedException {
    if (tensorBoard.folder().isPresent()) {
      events.evaluated(evaluating.ofThisTestSet());
    }
    evaluating.follow(
        Duration.ofMinutes(silence),
        row -> {
          System.out.printf(
              "epoch %d scored: accuracy %.2f %%, loss %.4f%n",
              row.epoch(), 100 * row.accuracy(), row.loss());
          events.evaluated(List.of(row));
        });
  }

  /** Who follows may be there before the run is. */
  private RunDirectory directory(Configuration hadoop) throws IOException, InterruptedException {
    return follow
        ? RunDirectory.await(hadoop, run, Duration.ofMinutes(silence))
        : RunDirectory.open(hadoop, run);
  }

  private static void warnOfReplaced(Evaluating evaluating) throws IOException {
    List<Evaluation> others = evaluating.ofOtherTestSets();
    if (!others.isEmpty()) {
      System.err.printf(
          "The table has one row an epoch: of %d rows on %s those are replaced whose epochs are scored now (--output names another table, which keeps both)%n",
          others.size(), others.get(0).dataset());
    }
  }

  private static void report(List<Evaluation> rows, int now, String table) {
    System.out.print(EvaluationTable.of(rows));
    if (now == 0) {
      System.out.printf("nothing to do: all were scored before, in %s%n", table);
      return;
    }
    System.out.printf("%s scored now, written to %s%n", EpochSelection.count(now), table);
  }

  /**
   * A table of fewer epochs than the run has is said to be one; of a complete run it is an error.
   */
  private void requireWhole(RunDirectory directory, Evaluating evaluating) throws IOException {
    RunRecord record = directory.run();
    int scored = evaluating.epochsInTable();
    String found =
        "run %s is %s: %d of %d epochs are scored"
            .formatted(record.runId(), record.state(), scored, record.options().epochs());
    if (scored < record.options().epochs() && epochs.equals(EpochSelection.ALL)) {
      if (record.state() == RunRecord.State.COMPLETE) {
        throw new UnusableDataException(
            "Epochs are missing: expected all of a complete run, found that %s in %s. Restore the missing ones, evaluate again if training has just ended, or name --epochs"
                .formatted(found, directory.path()));
      }
      System.out.println(found);
    }
  }
}

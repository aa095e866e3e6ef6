package job;

import io.Evaluations;
import io.RunDirectory;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import model.Architecture;
import model.Recipe;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: draws digits, trains three epochs on two replicas, scores them, says where
 * everything lies.
 */
@Command(
    name = "demo",
    description =
        "Trains and scores on digits that this program draws: no data needed, a minute or two.")
final class DemoJob extends Job {
  private static final Architecture ARCHITECTURE = Architecture.LENET5;
  private static final int REPLICAS = 2;
  private static final int EPOCHS = 3;
  private static final long SEED = 1;

  @Option(names = "--to", paramLabel = "DIR", description = "Default: ${DEFAULT-VALUE}.")
  private String to = "lenet-demo";

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--to", to);
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    DataSource digits = new DataSource(DataSource.BUILTIN, to);
    TrainRequest request =
        new TrainRequest(
            digits,
            /* dataGiven= */ true,
            to,
            TrainOptions.newRunId(ARCHITECTURE, Clock.systemUTC()),
            new Recipe(
                ARCHITECTURE, ARCHITECTURE.defaults(), SEED, KernelChoice.AUTO.of(ARCHITECTURE)),
            REPLICAS,
            EPOCHS,
            0,
            Optional.empty(),
            Optional.empty());
    Timeline timeline = timeline();
    NetworkAhead network = NetworkAhead.of(request.recipe());
    Stopping starting = Stopping.beforeAnything();
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      starting.over();
      return ExecutorWatch.during(
          session,
          () -> {
            RunDirectory run = new Training(session, request, timeline).run(network);
            String table = new Path(run.runs(), Evaluations.DEFAULT_NAME).toString();
            score(session, run, digits, table);
            System.out.printf(
                "models: %1$s/epochs%nevaluations: %2$s%nlook at it: scripts/submit.sh report --run %3$s%n",
                run.path(), table, Shell.quoted(run.path()));
            return 0;
          });
    } finally {
      starting.over();
    }
  }

  private static void score(SparkSession session, RunDirectory run, DataSource digits, String table)
      throws IOException {
    try (Evaluating evaluating =
        Evaluating.of(session, run, digits, table, EpochSelection.ALL, KernelChoice.AUTO)) {
      evaluating.scoreKept();
      System.out.print(EvaluationTable.of(evaluating.ofThisTestSet()));
    }
  }
}

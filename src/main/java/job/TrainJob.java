package job;

import io.RunDirectory;
import io.RunRecord;
import java.util.List;
import java.util.Optional;
import model.Recipe;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train}: begins a run or goes on with one, and says what was made. */
@Command(
    name = "train",
    description =
        "Trains a LeNet on K replicas, averages them every epoch, and keeps every epoch's model.")
final class TrainJob extends Job {
  @Mixin private TrainOptions options = new TrainOptions();
  @Mixin private TensorBoardOption tensorBoard = new TensorBoardOption();

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    options.addFaults(faults);
    tensorBoard.addFaults(faults);
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    Timeline timeline = timeline();
    Optional<RunRecord> begun = begun();
    String data = options.data(begun);
    Recipe recipe = options.recipe(begun);
    NetworkAhead network = NetworkAhead.of(recipe);
    Stopping starting = Stopping.beforeAnything();
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(
          session,
          () -> {
            int cores = options.needsCores(begun) ? Cores.of(session) : 1;
            TrainRequest request =
                options.request(recipe, data, begun, cores).shownIn(tensorBoard.folder());
            starting.over();
            report(new Training(session, request, timeline).run(network), request, session);
            return 0;
          });
    } finally {
      starting.over();
    }
  }

  private static void report(RunDirectory made, TrainRequest request, SparkSession session) {
    System.out.printf(
        "kept in %1$s%nscore it: scripts/submit.sh evaluate --run %1$s --data %2$s%nlook at it: scripts/submit.sh report --run %1$s%n",
        Shell.quoted(made.path()),
        request.data().testSet(session.sparkContext().hadoopConfiguration()));
    request
        .tensorBoard()
        .ifPresent(
            folder -> System.out.printf("curves: tensorboard --logdir %s%n", Shell.quoted(folder)));
  }

  /** The run as it is before Spark is there: its recipe is needed early. */
  private Optional<RunRecord> begun() throws Exception {
    if (options.runId().isEmpty()) {
      return Optional.empty();
    }
    return RunDirectory.begun(hadoop(), options.runs(), options.runId().get());
  }
}

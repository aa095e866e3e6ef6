package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.DecisionRecord;
import io.Evaluation;
import io.Evaluations;
import io.ModelWriter;
import io.RunDirectory;
import io.RunRecord;
import io.digits.DrawnSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import model.Recipe;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import testing.SparkSessions;

/**
 * What commands do, done in the session that all tests share: what processes of their own made is
 * held against it, and no test waits for the start of one more of them.
 */
public final class InThisJvm {
  private InThisJvm() {}

  /** As {@code train} with these options; {@code --run-id} must be among them. */
  public static void train(String... arguments) throws Exception {
    trainMeanwhile(() -> {}, arguments);
  }

  /** As above; when the data have been fingerprinted and not yet dealt, something happens. */
  static void trainMeanwhile(Meanwhile meanwhile, String... arguments) throws Exception {
    train(meanwhile, request -> request, arguments);
  }

  /** As {@link #train}, of a challenger. */
  static void trainChallenger(RunRecord.Retraining retraining, String... arguments)
      throws Exception {
    train(() -> {}, request -> request.with(retraining), arguments);
  }

  private static void train(
      Meanwhile meanwhile, UnaryOperator<TrainRequest> change, String... arguments)
      throws Exception {
    TrainArguments given = CommandLine.populateCommand(new TrainArguments(), arguments);
    TrainOptions options = given.options;
    Optional<RunRecord> begun =
        RunDirectory.begun(hadoop(), options.runs(), options.runId().orElseThrow());
    String data = options.data(begun);
    Recipe recipe = options.recipe(begun);
    TrainRequest request =
        change.apply(options.request(recipe, data, begun, 1).shownIn(given.tensorBoard.folder()));
    new Training(SparkSessions.shared(), request, Timeline.hidden())
        .run(new NetworkAhead(new WhenAskedFor(recipe, meanwhile)));
  }

  /** What {@code train} takes. */
  private static final class TrainArguments {
    @Mixin private TrainOptions options = new TrainOptions();
    @Mixin private TensorBoardOption tensorBoard = new TensorBoardOption();
  }

  /** What others do while a training runs. */
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** As {@code retrain} with these options, but for the status. */
  static DecisionRecord retrain(String... arguments) throws Exception {
    return retrain(carriedOut -> {}, arguments);
  }

  /** As above, with somebody who hears of what earlier starts decided. */
  static DecisionRecord retrain(Ledger.Listener listener, String... arguments) throws Exception {
    RetrainOptions options = CommandLine.populateCommand(new RetrainOptions(), arguments);
    try (ModelWriter model = ModelWriter.take(hadoop(), options.models(), options.name())) {
      NetworkAhead network = new NetworkAhead(new WhenAskedFor(options.recipe(), () -> {}));
      DecisionRecord decision =
          new Night(SparkSessions.shared(), model, options, Timeline.hidden())
              .decide(network, listener);
      RetrainJob.prune(model, options, decision);
      return decision;
    }
  }

  /** As {@code models COMMAND --models MODELS …}, which must succeed; returns what it said. */
  static String models(String command, String models, String... options) {
    List<String> words = new ArrayList<>(List.of("models", command, "--models", models));
    words.addAll(List.of(options));
    PrintStream before = System.out;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      assertThat(Main.commandLine(errors, errors).execute(words.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(before);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  /** As {@code evaluate --run RUN --data DATA}; returns how many epochs were scored. */
  public static int evaluate(String run, String data) throws IOException {
    return evaluate(run, data, Optional.empty());
  }

  /** As above, with {@code --tensorboard}, if there is a folder. */
  static int evaluate(String run, String data, Optional<String> tensorBoard) throws IOException {
    RunDirectory directory = RunDirectory.open(hadoop(), run);
    try (TensorBoard events = TensorBoard.ofEvaluation(hadoop(), tensorBoard, directory.runId());
        Evaluating evaluating =
            Evaluating.of(
                SparkSessions.shared(),
                directory,
                new DataSource(data, directory.runs()),
                directory.runs() + "/" + Evaluations.DEFAULT_NAME,
                EpochSelection.ALL,
                KernelChoice.AUTO)) {
      evaluating.scoreKept();
      events.evaluated(evaluating.ofThisTestSet());
      return evaluating.scoredNow();
    }
  }

  /** The run's rows of the table, by epoch. */
  static List<Evaluation> evaluations(String runs, String runId) throws IOException {
    return new Evaluations(SparkSessions.shared(), runs + "/" + Evaluations.DEFAULT_NAME)
        .evaluations(runId);
  }

  /** As {@code draw-digits}. */
  static void drawDigits(long rows, String to) throws IOException {
    new DrawnSet(rows, 1).writeTo(hadoop(), to, drawn -> {});
  }

  private static Configuration hadoop() {
    return SparkSessions.shared().sparkContext().hadoopConfiguration();
  }

  /** Without warming up: some tests train a thousand times. */
  private static final class WhenAskedFor extends FutureTask<MultiLayerNetwork> {
    WhenAskedFor(Recipe recipe, Meanwhile meanwhile) {
      super(
          () -> {
            meanwhile.happens();
            return recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
          });
    }

    @Override
    public MultiLayerNetwork get() throws InterruptedException, ExecutionException {
      run();
      return super.get();
    }
  }
}

package job;

import io.RunDirectory;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import model.Architecture;
import model.Hyperparameters;
import model.Initialisation;
import model.Kernels;
import model.Recipe;
import model.Updater;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: parses the options, trains, says what was made. */
@Command(
    name = "train",
    description =
        "Trains a LeNet on K replicas, averages them every epoch, and keeps every epoch's model.")
final class TrainJob extends Job {
  static final int MOST_EPOCHS = 99_999;
  static final int MOST_REPLICAS = 100_000;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = {
        "Directory of train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz],",
        "or builtin:digits for digits that this program draws (not MNIST)."
      })
  private String data;

  @Option(
      names = "--runs",
      required = true,
      paramLabel = "DIR",
      description = "Where runs are kept: RUNS/RUN-ID/…")
  private String runs;

  @Option(names = "--run-id", paramLabel = "ID", description = "Default: architecture and time.")
  private String runId;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = {
        "lenet5, lenet5-1998, lenet5-linear-conv, lenet5-batchnorm, lenet5-3x3, lenet5-sigmoid.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String architecture = Architecture.LENET5.title();

  @Option(
      names = "--replicas",
      paramLabel = "K",
      description =
          "1..100000; belongs to the result, not to the cluster. Default: the application's cores.")
  private Integer replicas;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      description = "1..65536. Default: the architecture's.")
  private Integer batchSize;

  @Option(
      names = "--epochs",
      paramLabel = "E",
      description = "1..99999. Default: ${DEFAULT-VALUE}.")
  private int epochs = 10;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Above 0, at most 10. Default: the architecture's.")
  private Double learningRate;

  @Option(
      names = "--updater",
      paramLabel = "NAME",
      description = "adam, sgd, nesterovs. Default: the architecture's.")
  private Updater updater;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "At least 0, below 1; of nesterovs alone. Default: 0.9.")
  private Double momentum;

  @Option(
      names = "--initialisation",
      paramLabel = "NAME",
      description = {
        "Of the first parameters: torch_default, he_uniform, xavier_uniform, lecun_1998.",
        "Default: the architecture's."
      })
  private Initialisation initialisation;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Any whole number of 64 bits. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--kernels", paramLabel = "NAME", description = KernelChoice.DESCRIPTION)
  private KernelChoice kernels = KernelChoice.AUTO;

  @Option(
      names = "--validation-fraction",
      paramLabel = "F",
      description =
          "Share of the training rows held out and scored each epoch, 0 to 0.9. Default: ${DEFAULT-VALUE}.")
  private double validationFraction = 0;

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.unless(
        Architecture.named(architecture).isPresent(),
        "--architecture",
        architecture,
        "one of " + Architecture.titles());
    faults.within("--replicas", replicas, 1, MOST_REPLICAS);
    faults.within("--batch-size", batchSize, 1, Hyperparameters.MAX_BATCH_SIZE);
    faults.within("--epochs", epochs, 1, MOST_EPOCHS);
    addUpdaterFaults(faults);
    faults.unless(
        kernels != KernelChoice.FAST
            || Architecture.named(architecture).map(Kernels.FAST::covers).orElse(true),
        "--kernels",
        kernels,
        "auto or dl4j with --architecture " + architecture);
    faults.unless(
        TrainRequest.isValidationFraction(validationFraction),
        "--validation-fraction",
        validationFraction,
        "0 to 0.9");
    faults.notBlank("--data", data);
    faults.notBlank("--runs", runs);
    faults.unless(
        runId == null || RunDirectory.isRunId(runId), "--run-id", runId, RunDirectory.RUN_ID_RULE);
    return faults.all();
  }

  private void addUpdaterFaults(Faults faults) {
    faults.unless(
        learningRate == null
            || (learningRate > 0 && learningRate <= Hyperparameters.MAX_LEARNING_RATE),
        "--learning-rate",
        learningRate,
        "above 0, at most " + Hyperparameters.MAX_LEARNING_RATE);
    faults.unless(
        updater == null || learningRate != null || isDefaultUpdater(),
        "--updater",
        updater,
        "--learning-rate beside it, for the architecture's is another updater's");
    faults.unless(
        momentum == null || (momentum >= 0 && momentum < 1),
        "--momentum",
        momentum,
        "0 to below 1");
    faults.unless(
        momentum == null || updater == Updater.NESTEROVS,
        "--momentum",
        momentum,
        "--updater nesterovs beside it, for no other has one");
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private boolean isDefaultUpdater() {
    return Architecture.named(architecture)
        .map(named -> named.defaults().updater() == updater)
        .orElse(true);
  }

  @Override
  public Integer call() throws Exception {
    Timeline timeline = timeline();
    Recipe recipe = recipe();
    NetworkAhead network = NetworkAhead.of(recipe);
    try (SparkSession session = SparkSession.builder().getOrCreate()) {
      timeline.passed("Spark session");
      RunDirectory made = new Training(session, request(session, recipe), timeline).run(network);
      System.out.printf(
          "kept in %1$s%nscore it: scripts/submit.sh evaluate --run %1$s --data %2$s%n",
          quoted(made.path()), quoted(data));
    }
    return 0;
  }

  private TrainRequest request(SparkSession session, Recipe recipe) throws InterruptedException {
    return new TrainRequest(
        new DataSource(data, runs),
        runs,
        runId == null ? newRunId(recipe.architecture(), Clock.systemUTC()) : runId,
        recipe,
        replicas == null ? Cores.of(session) : replicas,
        epochs,
        validationFraction);
  }

  private Recipe recipe() {
    Architecture named = Architecture.named(architecture).orElseThrow();
    return new Recipe(named, hyperparameters(named.defaults()), seed, kernels.of(named));
  }

  /** The architecture's, but for what the options say. */
  private Hyperparameters hyperparameters(Hyperparameters defaults) {
    Hyperparameters chosen = updater == null ? defaults : defaults.withUpdater(updater);
    chosen = momentum == null ? chosen : chosen.withMomentum(momentum);
    chosen = learningRate == null ? chosen : chosen.withLearningRate(learningRate);
    chosen = batchSize == null ? chosen : chosen.withBatchSize(batchSize);
    return initialisation == null ? chosen : chosen.withInitialisation(initialisation);
  }

  static String newRunId(Architecture architecture, Clock clock) {
    return architecture.title()
        + DateTimeFormatter.ofPattern("-yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
  }
}

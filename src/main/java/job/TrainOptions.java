package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import model.Architecture;
import model.Hyperparameters;
import model.Initialisation;
import model.Kernels;
import model.Recipe;
import model.Updater;
import picocli.CommandLine.Option;

/** The options of {@code train}: what was given; the rest is a run's own, or the defaults. */
final class TrainOptions {
  private static final int EPOCHS = 10;
  private static final long SEED = 1;

  @Option(
      names = "--data",
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

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = {
        "Of a run that was begun: goes on after its last whole epoch, with its own data and options,",
        "of which only --epochs may change, and grow. Default: a new one, of architecture and time."
      })
  private String runId;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = {
        "lenet5, lenet5-1998, lenet5-linear-conv, lenet5-batchnorm, lenet5-3x3, lenet5-sigmoid.",
        "Default: lenet5."
      })
  private String architecture;

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

  @Option(names = "--epochs", paramLabel = "E", description = "1..99999. Default: " + EPOCHS + ".")
  private Integer epochs;

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
      description = "Any whole number of 64 bits. Default: " + SEED + ".")
  private Long seed;

  @Option(names = "--kernels", paramLabel = "NAME", description = KernelChoice.DESCRIPTION)
  private KernelChoice kernels = KernelChoice.AUTO;

  @Option(
      names = "--validation-fraction",
      paramLabel = "F",
      description =
          "Share of the training rows held out and scored each epoch, 0 to "
              + RunRecord.Options.MOST_HELD_OUT
              + ". Default: 0.")
  private Double validationFraction;

  /** Into {@code faults}: all that is wrong with them, as far as the options alone tell. */
  void addFaults(Faults faults) {
    Optional<Architecture> named = Architecture.named(architectureOr(Architecture.LENET5.title()));
    faults.unless(
        named.isPresent(), "--architecture", architecture, "one of " + Architecture.titles());
    faults.within("--replicas", replicas, 1, EpochRecord.MOST_REPLICAS);
    faults.within("--batch-size", batchSize, 1, Hyperparameters.MAX_BATCH_SIZE);
    faults.within("--epochs", epochs, 1, EpochRecord.MOST_EPOCHS);
    addUpdaterFaults(faults);
    faults.unless(
        kernels != KernelChoice.FAST
            || architecture == null
            || named.map(Kernels.FAST::covers).orElse(true),
        "--kernels",
        kernels,
        "auto or dl4j with --architecture " + architecture);
    faults.unless(
        validationFraction == null || TrainRequest.isValidationFraction(validationFraction),
        "--validation-fraction",
        validationFraction,
        "0 to " + RunRecord.Options.MOST_HELD_OUT);
    faults.unless(
        data != null || runId != null,
        "--data",
        "none",
        "a directory, or --run-id of a run that was begun");
    faults.notBlank("--data", data);
    faults.notBlank("--runs", runs);
    faults.unless(
        runId == null || RunDirectory.isRunId(runId), "--run-id", runId, RunDirectory.RUN_ID_RULE);
  }

  private void addUpdaterFaults(Faults faults) {
    faults.unless(
        learningRate == null
            || (learningRate > 0 && learningRate <= Hyperparameters.MAX_LEARNING_RATE),
        "--learning-rate",
        learningRate,
        "above 0, at most " + Hyperparameters.MAX_LEARNING_RATE);
    faults.unless(
        updater == null || learningRate != null || runId != null || isDefaultUpdater(),
        "--updater",
        updater,
        "--learning-rate beside it, for the architecture's is another updater's");
    faults.unless(
        momentum == null || (momentum >= 0 && momentum < 1),
        "--momentum",
        momentum,
        "0 to below 1");
    faults.unless(
        momentum == null || updater == Updater.NESTEROVS || (updater == null && runId != null),
        "--momentum",
        momentum,
        "--updater nesterovs beside it, for no other has one");
  }

  private boolean isDefaultUpdater() {
    return Architecture.named(architectureOr(Architecture.LENET5.title()))
        .map(named -> named.defaults().updater() == updater)
        .orElse(true);
  }

  private String architectureOr(String other) {
    return architecture == null ? other : architecture;
  }

  String runs() {
    return runs;
  }

  boolean isDataGiven() {
    return data != null;
  }

  /** Of the run to go on with or to begin; empty if a new one is to be made up. */
  Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /**
   * What to train, and how.
   *
   * @param begun the run that is to go on, if there is one
   * @throws UnusableDataException if the run is of an architecture that this version does not know
   * @throws UsageException if there is a momentum, and no updater that has one
   */
  Recipe recipe(Optional<RunRecord> begun) {
    Optional<Recipe> former = begun.map(run -> Records.recipe(run, runs + "/" + runId));
    String title =
        architectureOr(former.map(Recipe::architecture).orElse(Architecture.LENET5).title());
    Architecture named = Architecture.named(title).orElseThrow();
    return new Recipe(
        named,
        hyperparameters(former.map(Recipe::hyperparameters).orElse(named.defaults())),
        seed == null ? former.map(Recipe::seed).orElse(SEED) : seed,
        kernels == KernelChoice.AUTO
            ? former.map(Recipe::kernels).orElseGet(() -> kernels.of(named))
            : kernels.of(named));
  }

  /** The architecture's or the run's, but for what the options say. */
  private Hyperparameters hyperparameters(Hyperparameters others) {
    Hyperparameters chosen = updater == null ? others : others.withUpdater(updater);
    if (momentum != null && chosen.updater() != Updater.NESTEROVS) {
      throw new UsageException(
          "--momentum: expected --updater nesterovs beside it, for %s has none, found %s"
              .formatted(chosen.updater().title(), momentum));
    }
    chosen = momentum == null ? chosen : chosen.withMomentum(momentum);
    chosen = learningRate == null ? chosen : chosen.withLearningRate(learningRate);
    chosen = batchSize == null ? chosen : chosen.withBatchSize(batchSize);
    return initialisation == null ? chosen : chosen.withInitialisation(initialisation);
  }

  /**
   * All that is asked for.
   *
   * @param recipe by {@link #recipe}
   * @param source by {@link #data}
   * @param cores replicas of a new run that was given none
   */
  TrainRequest request(Recipe recipe, String source, Optional<RunRecord> begun, int cores) {
    Optional<RunRecord.Options> former = begun.map(RunRecord::options);
    return new TrainRequest(
        new DataSource(source, runs),
        data != null,
        runs,
        runId == null ? newRunId(recipe.architecture(), Clock.systemUTC()) : runId,
        recipe,
        replicas == null ? former.map(RunRecord.Options::replicas).orElse(cores) : replicas,
        epochs == null ? former.map(RunRecord.Options::epochs).orElse(EPOCHS) : epochs,
        validationFraction == null
            ? former.map(RunRecord.Options::validationFraction).orElse(0.0)
            : validationFraction,
        begun.map(RunRecord::retraining),
        Optional.empty());
  }

  /** Whether the number of cores must be asked for. */
  boolean needsCores(Optional<RunRecord> begun) {
    return replicas == null && begun.isEmpty();
  }

  /**
   * As given, or where the run's files lay: a relative name may be of another directory now.
   *
   * @throws UnusableDataException if a new run was given no data, or run.json names files that
   *     cannot be
   */
  String data(Optional<RunRecord> begun) {
    if (data != null) {
      return data;
    }
    RunRecord.Data former =
        begun
            .orElseThrow(
                () ->
                    new UnusableDataException(
                        "No run %s in %s to go on with: expected one, or --data for a new one, found neither"
                            .formatted(runId, runs)))
            .data();
    return DataSource.nameOf(former, runs + "/" + runId);
  }

  static String newRunId(Architecture architecture, Clock clock) {
    return architecture.title()
        + DateTimeFormatter.ofPattern("-yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
  }
}

package job;

import io.ChampionRecord;
import io.ModelDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import model.PromotionGate;
import model.Recipe;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code retrain}: those of {@code train}, and what a night is beside. */
final class RetrainOptions {
  @Mixin private TrainOptions training = new TrainOptions();

  @Option(
      names = "--models",
      required = true,
      paramLabel = "DIR",
      description = "Where models are kept: MODELS/NAME/…, and the table of decisions.")
  private String models;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the model. Default: ${DEFAULT-VALUE}.")
  private String name = "mnist";

  @Option(
      names = "--date",
      paramLabel = "2026-11-21",
      description = {
        "Of the night: one that is over is told again, one that was killed goes on.",
        "Default: today, UTC."
      })
  private String date = LocalDate.now(Clock.systemUTC()).toString();

  @Option(
      names = "--warm-start",
      description = "Begin with the champion's parameters. Default: with new ones, from the seed.")
  private boolean warmStart;

  @Option(
      names = "--floor",
      paramLabel = "A",
      description =
          "Accuracy on the rows held out below which no challenger is promoted, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double floor = 0.97;

  @Option(
      names = "--margin",
      paramLabel = "D",
      description =
          "By how much a challenger of newer data may be worse, above 0, below 1. Default: ${DEFAULT-VALUE}.")
  private double margin = 0.002;

  @Option(
      names = "--significance",
      paramLabel = "P",
      description = "Of the gate's tests, above 0, at most 0.5. Default: ${DEFAULT-VALUE}.")
  private double significance = 0.05;

  @Option(
      names = "--most-recall-loss",
      paramLabel = "D",
      description =
          "By how much the recall of a class may fall, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double mostRecallLoss = 0.02;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Versions that stay, 2..10000, the newest; the champion and the one before it stay always. Default: ${DEFAULT-VALUE}.")
  private int keep = 10;

  @Option(
      names = "--accept-data-change",
      description = "Train on data that would be refused: you have looked at them.")
  private boolean acceptDataChange;

  @Option(
      names = "--notify",
      paramLabel = "COMMAND",
      description = {
        "Gets the status as JSON on its standard input after every outcome, by sh -c;",
        "its failure is told, and changes nothing."
      })
  private String notify;

  /** Into {@code faults}: all that is wrong with them. */
  void addFaults(Faults faults) {
    training.addFaults(faults);
    if (training.runId().isPresent()) {
      faults.unless(training.isDataGiven(), "--data", "none", "a directory");
      faults.add("--run-id: expected none, for a night names its run itself");
    }
    faults.notBlank("--models", models);
    faults.unless(ModelDirectory.isName(name), "--name", name, ModelDirectory.NAME_RULE);
    faults.unless(isDay(date), "--date", date, "a day such as 2026-11-21, tomorrow at the latest");
    faults.unless(floor >= 0 && floor <= 1, "--floor", floor, "0 to 1");
    faults.unless(margin > 0 && margin < 1, "--margin", margin, "above 0, below 1");
    faults.unless(
        significance > 0 && significance <= 0.5,
        "--significance",
        significance,
        "above 0, at most 0.5");
    faults.unless(
        mostRecallLoss >= 0 && mostRecallLoss <= 1, "--most-recall-loss", mostRecallLoss, "0 to 1");
    faults.within("--keep", keep, 2, 10_000);
  }

  /** No later one: all nights until then would be taken for earlier than its version. */
  private static boolean isDay(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      LocalDate tomorrow = LocalDate.now(Clock.systemUTC()).plusDays(1);
      return day.toString().equals(text) && text.length() == 10 && !day.isAfter(tomorrow);
    } catch (DateTimeException e) {
      return false;
    }
  }

  String models() {
    return models;
  }

  String name() {
    return name;
  }

  String date() {
    return date;
  }

  int keep() {
    return keep;
  }

  Optional<String> notifyCommand() {
    return Optional.ofNullable(notify);
  }

  /** What the challenger trains, and how. */
  Recipe recipe() {
    return training.recipe(Optional.empty());
  }

  /**
   * All that is asked for.
   *
   * @param model whose champion says how many replicas there are, if the options do not: so that a
   *     night is the same on any cluster
   */
  NightRequest request(SparkSession session, ModelDirectory model)
      throws IOException, InterruptedException {
    TrainRequest request =
        training.request(
            recipe(),
            training.data(Optional.empty()),
            Optional.empty(),
            training.needsCores(Optional.empty()) ? replicas(session, model) : 1);
    return new NightRequest(
        date,
        request,
        warmStart ? NightRequest.Start.FROM_THE_CHAMPION : NightRequest.Start.FROM_THE_SEED,
        new PromotionGate(floor, margin, significance, mostRecallLoss),
        keep,
        acceptDataChange ? NightRequest.Shift.ACCEPT : NightRequest.Shift.REFUSE);
  }

  private static int replicas(SparkSession session, ModelDirectory model)
      throws IOException, InterruptedException {
    Optional<ChampionRecord> champion = model.champion();
    return champion.isPresent()
        ? model.versionOf(champion.get()).run().options().replicas()
        : Cores.of(session);
  }
}

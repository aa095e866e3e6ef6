package job;

import io.ChampionRecord;
import io.DecisionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.Outcome;
import io.RunException;
import io.RunRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One night of retraining: the data are looked at, a challenger is trained, judged, and promoted or
 * kept back. Each step is on disk when the next begins; a night that was killed goes on where it
 * stopped, and one that is over is told again.
 */
final class Night {
  private static final Logger LOG = LoggerFactory.getLogger(Night.class);

  private final SparkSession session;
  private final ModelWriter model;
  private final ModelDirectory directory;
  private final RetrainOptions options;
  private final Timeline timeline;
  private final Ledger ledger;

  Night(SparkSession session, ModelWriter model, RetrainOptions options, Timeline timeline)
      throws IOException {
    this.session = session;
    this.model = model;
    this.directory = model.directory();
    this.options = options;
    this.timeline = timeline;
    this.ledger = new Ledger(session, model);
  }

  /**
   * What was decided, when all of it is on disk.
   *
   * @param ahead the network of the options' recipe
   * @param listener to what earlier starts decided, of this night or others
   */
  DecisionRecord decide(NetworkAhead ahead, Ledger.Listener listener)
      throws IOException, InterruptedException {
    Map<String, DecisionRecord> made = ledger.complete(options.date(), listener);
    DecisionRecord tonight = made.get(options.date());
    if (tonight != null && tonight.outcome().isFinal()) {
      System.out.printf(
          "%s was decided by an earlier start%s:%n", options.date(), rolledBack(tonight));
      return tonight;
    }
    NightRequest request = options.request(session, directory);
    Optional<ModelVersion> champion = champion();
    long start = System.nanoTime();
    DataLook look =
        DataLook.at(session, request.training().data(), champion, acceptedSince(champion));
    look.requireRowsToTrainOn();
    RunRecord asked = asked(request, look, champion);
    double lookSeconds = secondsSince(start);
    timeline.passed("data looked at");
    Optional<DecisionRecord> withoutTraining =
        decideWithoutTraining(request, look, asked, champion, made, lookSeconds);
    if (withoutTraining.isPresent()) {
      ledger.write(withoutTraining.get());
      return withoutTraining.get();
    }
    look.requireHeldOutRows();
    return ledger.carryOut(
        new Challenger(session, model, request, timeline, look, asked, champion)
            .decide(ahead, lookSeconds));
  }

  private String rolledBack(DecisionRecord decision) throws IOException {
    return decision.outcome() == Outcome.PROMOTED && directory.isRolledBack(decision.version())
        ? ", and what it promoted was rolled back since"
        : "";
  }

  private Optional<ModelVersion> champion() throws IOException {
    Optional<ChampionRecord> record = directory.champion();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = directory.versionOf(record.get());
    version.requireWhole(); // before an hour is spent on a challenger that could not be judged
    return Optional.of(version);
  }

  private Optional<ModelVersion> acceptedSince(Optional<ModelVersion> champion) throws IOException {
    return champion.isEmpty()
        ? Optional.empty()
        : AcceptedData.since(champion.get(), directory, date -> date.compareTo(options.date()) < 0);
  }

  /** The run that would be trained. */
  private static RunRecord asked(
      NightRequest request, DataLook look, Optional<ModelVersion> champion) {
    Optional<ModelVersion> initial =
        request.start() == NightRequest.Start.FROM_THE_CHAMPION ? champion : Optional.empty();
    initial.ifPresent(version -> requireSameArchitecture(request, version));
    TrainRequest training =
        request
            .training()
            .with(
                new RunRecord.Retraining(
                    NightRequest.HELD_OUT, initial.map(ModelVersion::model).orElse(null)));
    TrainingRows rows = look.trainingRows();
    return Records.run(
        training,
        rows,
        rows.validated(training.validationFraction()),
        Versions.software(training.recipe().kernels().description()));
  }

  private static void requireSameArchitecture(NightRequest request, ModelVersion champion) {
    String asked = request.training().recipe().architecture().title();
    String found = champion.record().architecture();
    if (!asked.equals(found)) {
      throw new UsageException(
          "--warm-start: expected a champion of --architecture %s, found one of %s: leave --warm-start out, or name the champion's architecture"
              .formatted(asked, found));
    }
  }

  private Optional<DecisionRecord> decideWithoutTraining(
      NightRequest request,
      DataLook look,
      RunRecord asked,
      Optional<ModelVersion> champion,
      Map<String, DecisionRecord> made,
      double lookSeconds)
      throws IOException {
    Optional<String> nothingNew = nothingNew(asked, champion, made);
    if (nothingNew.isPresent()) {
      return Optional.of(
          untrained(Outcome.NOTHING_NEW, nothingNew.get(), look, asked, champion, lookSeconds));
    }
    if (!look.faults().isEmpty() && request.shift() == NightRequest.Shift.REFUSE) {
      return Optional.of(
          untrained(
              Outcome.DATA_REFUSED,
              "%s: %s. Look at the files; if they are right, start again with --accept-data-change"
                  .formatted(look.set().files().images(), String.join("; ", look.faults())),
              look,
              asked,
              champion,
              lookSeconds));
    }
    return Optional.empty();
  }

  /** Which version is of the same data and options, in words. */
  private Optional<String> nothingNew(
      RunRecord asked, Optional<ModelVersion> champion, Map<String, DecisionRecord> made)
      throws IOException {
    String championVersion = champion.map(version -> version.record().version()).orElse("");
    for (ModelVersion version : directory.versions()) {
      String name = version.record().version();
      if (isSameWork(version, asked)) {
        return Optional.of(
            "same data and options as version %s, %s"
                .formatted(
                    name,
                    name.equals(championVersion)
                        ? "the champion"
                        : "which is not the champion: " + became(version, made)));
      }
    }
    return Optional.empty();
  }

  private String became(ModelVersion version, Map<String, DecisionRecord> made) throws IOException {
    String name = version.record().version();
    DecisionRecord row = made.get(version.record().date());
    String reason =
        row != null && name.equals(row.version()) ? row.reason() : "its decision cannot be read";
    return directory.isRolledBack(name) ? "rolled back since; " + reason : reason;
  }

  /** Of an old version that is damaged nobody is stopped. */
  private static boolean isSameWork(ModelVersion version, RunRecord asked) throws IOException {
    try {
      return version.run().fingerprint().equals(asked.fingerprint());
    } catch (RunException e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }

  private DecisionRecord untrained(
      Outcome outcome,
      String reason,
      DataLook look,
      RunRecord asked,
      Optional<ModelVersion> champion,
      double lookSeconds) {
    String before = champion.map(version -> version.record().version()).orElse(null);
    return new DecisionRecord(
        directory.name(),
        options.date(),
        outcome,
        /* version= */ null,
        /* runId= */ null,
        before,
        before,
        reason,
        asked.fingerprint(),
        look.set().count(),
        look.found().heldOut().count(),
        look.seen().orElse(null),
        /* comparison= */ null,
        /* testAccuracy= */ null,
        new DecisionRecord.Seconds(lookSeconds, 0, 0),
        now());
  }

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.DecisionRecord;
import io.Decisions;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.Outcome;
import io.RunException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was decided of a model, carried out: the champion, and the row of the table. */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final ModelWriter model;
  private final ModelDirectory directory;
  private final Decisions decisions;

  Ledger(SparkSession session, ModelWriter model) throws IOException {
    this.model = model;
    this.directory = model.directory();
    this.decisions = new Decisions(session, directory.models() + "/" + Decisions.DEFAULT_NAME);
  }

  /** Hears of what an earlier start decided, when it has been carried out. */
  interface Listener {
    void carriedOut(DecisionRecord decision) throws InterruptedException;
  }

  /**
   * A start that was killed may have judged a version and not have promoted it, or not have written
   * the row: that is done, whichever night it was of.
   *
   * @param tonight the date of the night under way
   * @return the rows of the table, by date: of tonight, and of those nights whose versions are kept
   * @throws io.RunException if a row, or what is to be promoted, is damaged
   */
  Map<String, DecisionRecord> complete(String tonight, Listener listener)
      throws IOException, InterruptedException {
    SortedMap<String, DecisionRecord> rows = new TreeMap<>();
    row(tonight).ifPresent(row -> rows.put(tonight, row));
    for (ModelVersion version : directory.versions()) {
      String date = version.record().date();
      Optional<DecisionRecord> row = row(date);
      row.ifPresent(found -> rows.put(date, found));
      if (!row.map(DecisionRecord::version).equals(Optional.of(version.record().version()))) {
        Optional<DecisionRecord> decision = decided(version);
        if (decision.isPresent()) {
          DecisionRecord done = carryOut(decision.get());
          rows.put(date, done);
          listener.carriedOut(done);
        }
      }
    }
    return rows;
  }

  private Optional<DecisionRecord> row(String date) throws IOException {
    return decisions.on(date, directory.name());
  }

  /** Empty, and told, if it is damaged: of an old version that is nobody is stopped. */
  private static Optional<DecisionRecord> decided(ModelVersion version) throws IOException {
    try {
      return Optional.of(version.decision());
    } catch (RunException e) {
      LOG.warn("{}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Promotes what is to be promoted, and writes the row.
   *
   * @return the decision as it was carried out: not the promotion of a version if somebody made
   *     another one champion since, or holds the one that is
   */
  DecisionRecord carryOut(DecisionRecord decision) throws IOException, InterruptedException {
    DecisionRecord done = decision.outcome() == Outcome.PROMOTED ? promote(decision) : decision;
    write(done);
    return done;
  }

  private DecisionRecord promote(DecisionRecord decision) throws IOException, InterruptedException {
    Optional<DecisionRecord> settled = settled(decision);
    if (settled.isPresent()) {
      return settled.get();
    }
    directory.version(decision.version()).orElseThrow().requireWhole();
    try (ChampionWriter champions = model.awaitChampions()) {
      settled = settled(decision); // a person may have been faster
      if (settled.isPresent()) {
        return settled.get();
      }
      ModelVersion challenger = directory.version(decision.version()).orElseThrow();
      model.requireHeld();
      champions.crown(
          challenger,
          ChampionRecord.Way.PROMOTED,
          decision.reason(),
          Night.now(),
          ChampionRecord.Hold.FREE);
      return decision;
    }
  }

  /** What became of a promotion already, or by a person's word; empty if it is to be made. */
  private Optional<DecisionRecord> settled(DecisionRecord decision) throws IOException {
    Optional<ChampionRecord> champion = directory.champion();
    Optional<String> version = champion.map(ChampionRecord::version);
    // Whoever was champion once is not made it again by an old decision: he may be rolled back.
    if (version.equals(Optional.of(decision.version())) || wasChampion(decision.version())) {
      return Optional.of(decision);
    }
    if (!version.equals(Optional.ofNullable(decision.championBefore()))) {
      return Optional.of(
          decision.keptBackBesides(
              version.orElse(null),
              "another version was made champion by hand before this one could be"));
    }
    return champion
        .filter(ChampionRecord::isHeld)
        .map(
            held ->
                decision.keptBackBesides(
                    held.version(),
                    "the champion is held since %s: %s".formatted(held.since(), held.reason())));
  }

  private boolean wasChampion(String version) throws IOException {
    return directory.champions().stream().anyMatch(champion -> champion.version().equals(version));
  }

  /** Writes the row of a night, or replaces it. */
  void write(DecisionRecord decision) throws IOException {
    model.whileHeld(() -> decisions.write(decision));
  }
}

package io;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one process that may change which version of a model is its champion: a night for the moment
 * of its promotion, and a person at any time, be a night under way or not. It has a lease of its
 * own, apart from that of the {@link ModelWriter}.
 */
public final class ChampionWriter implements AutoCloseable {
  private static final Set<String> FILES = Set.of(ModelDirectory.CHAMPION_JSON);
  private static final Logger LOG = LoggerFactory.getLogger(ChampionWriter.class);

  private final ModelDirectory directory;
  private final JsonFiles json;
  private final RunLease lease;

  private ChampionWriter(ModelDirectory directory, RunLease lease) {
    this.directory = directory;
    this.json = new JsonFiles(directory.files());
    this.lease = lease;
  }

  /**
   * Waits until nobody else changes it. What a killed process left of its change is deleted, or
   * completed.
   *
   * @param models the folder of all models
   * @throws LeaseHeldException if somebody else changes it, and goes on for some seconds
   */
  public static ChampionWriter take(Configuration hadoop, String models, String name)
      throws IOException, InterruptedException {
    return take(ModelDirectory.at(hadoop, models, name), RunLease.Pace.USUAL);
  }

  static ChampionWriter take(ModelDirectory directory, RunLease.Pace pace)
      throws IOException, InterruptedException {
    RunLease lease =
        RunLease.take(
            directory.files(),
            directory.place(ModelDirectory.CHAMPION_LEASE),
            pace,
            "The champion of %s is being changed by %s");
    ChampionWriter writer = new ChampionWriter(directory, lease);
    try {
      writer.tidy();
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void tidy() throws IOException {
    WholeFiles whole = new WholeFiles(directory.files());
    lease.delete(whole.unfinished(directory.root(), FILES::contains));
    lease.delete(directory.history().unfinished());
    // A process may have been killed between the champion and the record that he was one.
    Optional<ChampionRecord> champion = directory.lastKnown();
    if (champion.isPresent()) {
      lease.requireHeld();
      directory.history().add(champion.get());
    }
  }

  public ModelDirectory directory() {
    return directory;
  }

  /**
   * Makes a version champion, in one step, even if {@code champion.json} is damaged or gone.
   *
   * @param version that is there
   * @throws RunException if somebody else may change the champion now
   */
  public ChampionRecord crown(
      ModelVersion version,
      ChampionRecord.Way way,
      String reason,
      String since,
      ChampionRecord.Hold hold)
      throws IOException {
    Optional<ChampionRecord> before = directory.lastKnown();
    String name = version.record().version();
    String predecessor =
        before
            .map(record -> record.version().equals(name) ? record.predecessor() : record.version())
            .orElse(null);
    return write(
        new ChampionRecord(
            nextNumber(before),
            name,
            version.record().runId(),
            version.record().epoch(),
            version.model().sha256(),
            version.record().parametersSha256(),
            way,
            reason,
            since,
            predecessor,
            hold));
  }

  /**
   * Says whether nights may replace the champion; the version stays.
   *
   * @param champion as it is now
   */
  public ChampionRecord hold(
      ChampionRecord champion, ChampionRecord.Hold hold, String reason, String since)
      throws IOException {
    return write(champion.heldOrNot(nextNumber(Optional.of(champion)), hold, reason, since));
  }

  private int nextNumber(Optional<ChampionRecord> before) throws IOException {
    return Math.max(directory.history().lastNumber(), before.map(ChampionRecord::number).orElse(0))
        + 1;
  }

  private ChampionRecord write(ChampionRecord champion) throws IOException {
    lease.requireHeld();
    json.write(directory.place(ModelDirectory.CHAMPION_JSON), champion);
    try {
      directory.history().add(champion);
    } catch (IOException e) {
      // He is champion: whoever is told otherwise would do it again. The next one writes it.
      LOG.warn("{} has no record of champion {} yet: {}", directory.path(), champion.number(), e);
    }
    return champion;
  }

  /**
   * Makes sure that nobody else changes the champion now.
   *
   * @throws RunException if somebody else may
   */
  void requireHeld() throws IOException {
    lease.requireHeld();
  }

  /** Lets others change the champion; if it cannot say so, they may have to wait for a minute. */
  @Override
  public void close() {
    try {
      lease.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("others may have to wait a minute for the champion of this model: {}", e.toString());
    }
  }
}

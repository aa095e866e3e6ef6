package io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one process that may write a {@link ModelDirectory}. What an earlier one left unfinished is
 * deleted when it is taken, and nothing else but what {@link #delete} is asked to.
 */
public final class ModelWriter implements AutoCloseable {
  private static final Set<String> OF_A_VERSION =
      Set.of(
          ModelVersion.MODEL,
          ModelVersion.RUN_JSON,
          ModelVersion.EPOCH_JSON,
          ModelVersion.DATA_JSON,
          ModelVersion.DECISION_JSON,
          ModelVersion.EVALUATION_JSON,
          ModelVersion.TRAINED_ROWS,
          ModelDirectory.BLESSED,
          ModelDirectory.NOT_BLESSED);

  private static final Logger LOG = LoggerFactory.getLogger(ModelWriter.class);

  private static final Set<String> OF_THE_MODEL =
      Set.of(ModelDirectory.CHAMPION_JSON, ModelDirectory.STATUS_JSON);

  private final ModelDirectory directory;
  private final FileSystem files;
  private final JsonFiles json;
  private final WholeFiles whole;
  private final RunLease lease;

  private ModelWriter(ModelDirectory directory, RunLease lease) {
    this.directory = directory;
    this.files = directory.files();
    this.json = new JsonFiles(files);
    this.whole = new WholeFiles(files);
    this.lease = lease;
  }

  /**
   * Takes the lease of a model, as a training takes that of a run: see {@link RunLease}.
   *
   * @param models the folder of all models; made if it is not there
   * @throws LeaseHeldException if somebody else writes the model
   */
  public static ModelWriter take(Configuration hadoop, String models, String name)
      throws IOException, InterruptedException {
    return take(hadoop, models, name, RunLease.Pace.USUAL);
  }

  static ModelWriter take(Configuration hadoop, String models, String name, RunLease.Pace pace)
      throws IOException, InterruptedException {
    ModelDirectory directory = ModelDirectory.at(hadoop, models, name);
    RunLease lease =
        RunLease.take(
            directory.files(),
            directory.place(RunDirectory.LEASE),
            pace,
            "Model %s is being written by %s");
    ModelWriter writer = new ModelWriter(directory, lease);
    try {
      writer.deleteUnfinished();
      writer.completeHistory();
      return writer;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  public ModelDirectory directory() {
    return directory;
  }

  private void deleteUnfinished() throws IOException {
    lease.delete(whole.unfinished(directory.root(), OF_THE_MODEL::contains));
    lease.delete(directory.history().unfinished());
    Set<String> needed = directory.neededVersions();
    for (FileStatus entry : PlainFiles.entries(files, directory.place(ModelDirectory.VERSIONS))) {
      String name = entry.getPath().getName();
      if (ModelChecks.isVersion(name)) {
        lease.delete(whole.unfinished(entry.getPath(), OF_A_VERSION::contains));
        deleteIfNeverThere(entry.getPath(), needed);
      }
    }
  }

  /** A champion whose marker was lost is not one that was never finished. */
  private void deleteIfNeverThere(Path version, Set<String> needed) throws IOException {
    try {
      if (directory.version(version.getName()).isPresent()) {
        return;
      }
    } catch (RunException e) {
      LOG.warn("{}", e.getMessage());
      return;
    }
    if (needed.contains(version.getName())) {
      LOG.warn(
          "{} was champion, and has neither {} nor {} any more: restore it",
          version,
          ModelDirectory.BLESSED,
          ModelDirectory.NOT_BLESSED);
      return;
    }
    deleteFiles(version);
  }

  /** Of a version: the marker first, so that it is not there any more when the first file goes. */
  private void deleteFiles(Path version) throws IOException {
    List<Path> there = new ArrayList<>();
    for (String name : List.of(ModelDirectory.BLESSED, ModelDirectory.NOT_BLESSED)) {
      there.add(new Path(version, name));
    }
    for (FileStatus file : PlainFiles.entries(files, version)) {
      if (OF_A_VERSION.contains(file.getPath().getName()) && !there.contains(file.getPath())) {
        there.add(file.getPath());
      }
    }
    lease.delete(there);
    lease.requireHeld();
    whole.deleteIfEmpty(version);
  }

  /** A process may have been killed between the champion and the record that he was one. */
  private void completeHistory() throws IOException {
    Optional<ChampionRecord> champion = directory.lastKnownChampion();
    if (champion.isPresent()) {
      directory.history().add(champion.get());
    }
  }

  /**
   * Keeps a version; what it is made of is not changed any more. If an earlier start was killed
   * while it wrote this one, its files are replaced.
   *
   * @param evaluation on the test set, if there is one
   * @param decision names the version, and says whether it is blessed
   * @param model the archive that {@code epoch} vouches for
   * @param trainedRows the hashes of the rows that it was trained on
   * @throws RunException if it is there already, or somebody else has the model now
   */
  public synchronized ModelVersion keep(
      RunRecord run,
      EpochRecord epoch,
      DataRecord data,
      Optional<Evaluation> evaluation,
      DecisionRecord decision,
      byte[] model,
      byte[] trainedRows)
      throws IOException {
    Path folder = directory.versionFolder(decision.version());
    if (directory.version(decision.version()).isPresent()) {
      throw new RunException(
          "Cannot keep version %s: expected nothing at %s, found a version"
              .formatted(decision.version(), folder));
    }
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put(ModelVersion.MODEL, model);
    contents.put(ModelVersion.TRAINED_ROWS, trainedRows);
    putJson(folder, ModelVersion.RUN_JSON, run, contents);
    putJson(folder, ModelVersion.EPOCH_JSON, epoch, contents);
    putJson(folder, ModelVersion.DATA_JSON, data, contents);
    putJson(folder, ModelVersion.DECISION_JSON, decision, contents);
    if (evaluation.isPresent()) {
      putJson(folder, ModelVersion.EVALUATION_JSON, evaluation.get(), contents);
    }
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      lease.requireHeld();
      whole.write(new Path(folder, content.getKey()), content.getValue());
    }
    lease.requireHeld();
    VersionRecord record = record(run, epoch, decision, contents);
    boolean blessed = decision.outcome() == Outcome.PROMOTED;
    json.write(
        new Path(folder, blessed ? ModelDirectory.BLESSED : ModelDirectory.NOT_BLESSED), record);
    return new ModelVersion(files, folder, record, blessed);
  }

  private static void putJson(Path folder, String name, Object value, Map<String, byte[]> contents)
      throws IOException {
    contents.put(
        name, JsonFiles.bytes(new Path(folder, name), value, EpochFolders.MOST_EPOCH_JSON_BYTES));
  }

  private static VersionRecord record(
      RunRecord run, EpochRecord epoch, DecisionRecord decision, Map<String, byte[]> contents) {
    return new VersionRecord(
        decision.version(),
        decision.name(),
        run.runId(),
        epoch.epoch(),
        run.options().architecture(),
        epoch.parametersSha256(),
        contents.entrySet().stream()
            .map(
                content ->
                    new VersionRecord.Content(
                        content.getKey(), content.getValue().length, Sha256.of(content.getValue())))
            .toList());
  }

  /**
   * Makes a version champion, in one step, even if {@code champion.json} is damaged or gone.
   *
   * @param version that is there
   * @throws RunException if somebody else has the model now
   */
  public synchronized ChampionRecord crown(
      ModelVersion version, ChampionRecord.Way way, String reason, String since)
      throws IOException {
    Optional<ChampionRecord> before = directory.lastKnownChampion();
    String name = version.record().version();
    String predecessor =
        before
            .map(record -> record.version().equals(name) ? record.predecessor() : record.version())
            .orElse(null);
    ChampionRecord champion =
        new ChampionRecord(
            Math.max(directory.history().lastNumber(), before.map(ChampionRecord::number).orElse(0))
                + 1,
            name,
            version.record().runId(),
            version.record().epoch(),
            version.model().sha256(),
            version.record().parametersSha256(),
            way,
            reason,
            since,
            predecessor);
    lease.requireHeld();
    json.write(directory.place(ModelDirectory.CHAMPION_JSON), champion);
    directory.history().add(champion);
    return champion;
  }

  /**
   * Writes or replaces {@code status.json}.
   *
   * @throws RunException if somebody else has the model now
   */
  public synchronized void say(StatusRecord status) throws IOException {
    lease.requireHeld();
    json.write(directory.place(ModelDirectory.STATUS_JSON), status);
  }

  /**
   * Deletes a version: its marker first, and of its folder only files that this program writes.
   *
   * @throws RunException if it is the champion, or somebody else has the model now
   */
  public synchronized void delete(ModelVersion version) throws IOException {
    String name = version.record().version();
    if (directory.champion().map(ChampionRecord::version).filter(name::equals).isPresent()) {
      throw new RunException(
          "Cannot delete version %s of %s: expected one that is not the champion, found the champion"
              .formatted(name, directory.name()));
    }
    deleteFiles(directory.versionFolder(name));
  }

  /** Something that is written of the model elsewhere. */
  public interface Writing {
    void write() throws IOException;
  }

  /**
   * Writes it; until that is done the lease is not released.
   *
   * @throws RunException if somebody else has the model now; nothing is written then
   */
  public synchronized void whileHeld(Writing writing) throws IOException {
    lease.requireHeld();
    writing.write();
  }

  /** Says how it ended and lets another process have the model, with nothing in between. */
  public synchronized void end(StatusRecord status) throws IOException {
    say(status);
    close();
  }

  /** Lets another process have the model, when what is being written is whole. */
  @Override
  public synchronized void close() throws IOException {
    lease.close();
  }
}

package io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one process that may write a {@link ModelDirectory}, but for its champion, which is a {@link
 * ChampionWriter}'s. What an earlier one left unfinished is deleted when it is taken, and nothing
 * else but what {@link #delete} is asked to.
 */
public final class ModelWriter implements AutoCloseable {
  private static final Set<String> OF_A_VERSION =
      Set.of(
          ModelVersion.MODEL,
          ModelVersion.RUN_JSON,
          ModelVersion.EPOCH_JSON,
          ModelVersion.DATA_JSON,
          ModelVersion.DECISION_JSON,
          ModelVersion.JUDGEMENT_JSON,
          ModelVersion.EVALUATION_JSON,
          ModelVersion.TRAINED_ROWS,
          ModelDirectory.BLESSED,
          ModelDirectory.NOT_BLESSED);

  private static final Logger LOG = LoggerFactory.getLogger(ModelWriter.class);

  private static final Set<String> OF_THE_MODEL = Set.of(ModelDirectory.STATUS_JSON);

  /** To change the champion; each takes some seconds, if somebody else does. */
  private static final int MOST_TRIES = 60;

  private final ModelDirectory directory;
  private final FileSystem files;
  private final JsonFiles json;
  private final WholeFiles whole;
  private final RunLease lease;
  private final RunLease.Pace pace;

  private ModelWriter(ModelDirectory directory, RunLease lease, RunLease.Pace pace) {
    this.directory = directory;
    this.pace = pace;
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
    ModelWriter writer = new ModelWriter(directory, lease, pace);
    try {
      writer.deleteUnfinished();
      return writer;
    } catch (IOException | RuntimeException e) {
      lease.closeAfter(e);
      throw e;
    }
  }

  public ModelDirectory directory() {
    return directory;
  }

  /** To change its champion; as {@link ChampionWriter#take(Configuration, String, String)}. */
  public ChampionWriter champions() throws IOException, InterruptedException {
    return ChampionWriter.take(directory, pace);
  }

  /**
   * As {@link #champions}, but waits while somebody else changes it, for some minutes: nobody does
   * so for long, and a night's work waits for him.
   *
   * @throws RunException if he is still at it
   */
  public ChampionWriter awaitChampions() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return champions();
      } catch (LeaseHeldException e) {
        if (tries == MOST_TRIES) {
          throw new RunException(
              e.getMessage() + ". The challenger is kept: the next start promotes it", e);
        }
      }
    }
  }

  private void deleteUnfinished() throws IOException {
    lease.delete(whole.unfinished(directory.root(), OF_THE_MODEL::contains));
    Set<String> needed = directory.neededVersions();
    for (String name : directory.versionNames()) {
      Path version = directory.versionFolder(name);
      lease.delete(whole.unfinished(version, OF_A_VERSION::contains));
      deleteIfNeverThere(version, needed);
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

  /**
   * Keeps a version; what it is made of is not changed any more. If an earlier start was killed
   * while it wrote this one, its files are replaced.
   *
   * @param model the archive that the version's epoch vouches for
   * @param trainedRows the hashes of the rows that it was trained on
   * @throws RunException if it is there already, or somebody else has the model now
   */
  public synchronized ModelVersion keep(NewVersion version, byte[] model, byte[] trainedRows)
      throws IOException {
    Path folder = directory.versionFolder(version.name());
    if (directory.version(version.name()).isPresent()) {
      throw new RunException(
          "Cannot keep version %s: expected nothing at %s, found a version"
              .formatted(version.name(), folder));
    }
    Map<Path, byte[]> contents = version.files(folder, model, trainedRows);
    for (Map.Entry<Path, byte[]> content : contents.entrySet()) {
      lease.requireHeld();
      whole.write(content.getKey(), content.getValue());
    }
    lease.requireHeld();
    VersionRecord record = version.marker(contents);
    String marker = version.isBlessed() ? ModelDirectory.BLESSED : ModelDirectory.NOT_BLESSED;
    json.write(new Path(folder, marker), record);
    return new ModelVersion(files, folder, record, version.isBlessed());
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
   * @param champions so that nobody makes it champion meanwhile
   * @throws RunException if it is the champion, or somebody else has the model now
   */
  public synchronized void delete(ModelVersion version, ChampionWriter champions)
      throws IOException {
    champions.requireHeld();
    String name = version.record().version();
    if (directory.champion().map(ChampionRecord::version).filter(name::equals).isPresent()) {
      throw new RunException(
          "Cannot delete version %s of %s: expected one that is not the champion, found the champion"
              .formatted(name, directory.name()));
    }
    deleteFiles(directory.versionFolder(name));
  }

  /**
   * To be asked before anything of the model is changed elsewhere.
   *
   * @throws RunException if somebody else has the model now
   */
  public void requireHeld() throws IOException {
    lease.requireHeld();
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

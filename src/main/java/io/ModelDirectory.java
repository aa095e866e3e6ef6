package io;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is retrained, its versions and which of them is the champion:
 *
 * <pre>
 * MODELS/NAME/champion.json
 * MODELS/NAME/champions/00001.json
 * MODELS/NAME/status.json
 * MODELS/NAME/versions/2026-11-21-0123abcd/model.zip …
 * MODELS/NAME/versions/2026-11-21-0123abcd/BLESSED
 * MODELS/NAME/lease/00001.json
 * MODELS/NAME/champion-lease/00001.json
 * </pre>
 *
 * <p>{@code champion.json} is replaced in one step: a reader sees the old champion or the new one.
 * A version is there when its marker is, {@code BLESSED} or {@code NOT_BLESSED}, which comes last
 * and vouches for every other file; it is never changed then. A {@link ChampionWriter} writes the
 * champion, a {@link ModelWriter} all else, each one at a time.
 */
public final class ModelDirectory {
  /** What a model's name is made of, in words. */
  public static final String NAME_RULE =
      "up to 100 letters, digits, '.', '_' and '-', not beginning with a dot, and not the name of the table beside the models, "
          + Decisions.DEFAULT_NAME;

  private static final Logger LOG = LoggerFactory.getLogger(ModelDirectory.class);
  private static final int LONGEST_NAME = 100;

  static final String CHAMPION_JSON = "champion.json";
  static final String STATUS_JSON = "status.json";
  static final String CHAMPIONS = "champions";
  static final String CHAMPION_LEASE = "champion-lease";
  static final String VERSIONS = "versions";
  static final String BLESSED = "BLESSED";
  static final String NOT_BLESSED = "NOT_BLESSED";

  private final FileSystem files;
  private final Path root;
  private final JsonFiles json;
  private final ChampionHistory history;
  private final VersionFolders versions;

  private ModelDirectory(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.json = new JsonFiles(files);
    this.history = new ChampionHistory(files, place(CHAMPIONS));
    this.versions = new VersionFolders(files, place(VERSIONS), name());
  }

  /** Of a model in the folder of all models; need not be there. */
  public static ModelDirectory at(Configuration hadoop, String models, String name)
      throws IOException {
    if (!isName(name)) {
      throw new RunException("No model can be named '%s': expected %s".formatted(name, NAME_RULE));
    }
    try {
      Path given = new Path(models, name);
      FileSystem files = PlainFiles.of(given, hadoop);
      return new ModelDirectory(files, files.makeQualified(given));
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new RunException(
          "No models can be in '%s': expected a folder on a file system that this Spark knows (file:, hdfs:, …), found: %s"
              .formatted(models, e.getMessage()),
          e);
    }
  }

  /** Whether a name follows {@link #NAME_RULE}. */
  public static boolean isName(String name) {
    return name.length() <= LONGEST_NAME
        && RunDirectory.isRunId(name)
        && !name.equalsIgnoreCase(Decisions.DEFAULT_NAME);
  }

  public String name() {
    return root.getName();
  }

  /** Where the model lies, qualified with its file system. */
  public String path() {
    return root.toString();
  }

  /** The folder of all models, qualified with its file system. */
  public String models() {
    return root.getParent().toString();
  }

  FileSystem files() {
    return files;
  }

  Path root() {
    return root;
  }

  Path place(String entry) {
    return new Path(root, entry);
  }

  /**
   * The version that is to be used; empty if none has been promoted yet.
   *
   * @throws RunException if {@code champion.json} cannot be read as one, or is gone
   */
  public Optional<ChampionRecord> champion() throws IOException {
    Path place = place(CHAMPION_JSON);
    try {
      Optional<ChampionRecord> champion = json.readIfThere(place, ChampionRecord.class);
      if (champion.isPresent() || history.lastNumber() == 0) {
        return champion;
      }
      champion = json.readIfThere(place, ChampionRecord.class);
      if (champion.isPresent()) { // the very first was made in between
        return champion;
      }
    } catch (RunException e) {
      throw new RunException(e.getMessage() + restoreChampion(), e);
    }
    throw new RunException(
        "%s is gone: expected a file, found none%s".formatted(place, restoreChampion()));
  }

  private String restoreChampion() throws IOException {
    List<ChampionRecord> readable = history.all();
    String copy =
        readable.isEmpty()
            ? ""
            : "copy %s to its place, or "
                .formatted(history.file(readable.get(readable.size() - 1).number()));
    return ": %smake a version champion by hand (models promote)".formatted(copy);
  }

  /** The last champion that can be read, be it of the history. */
  public Optional<ChampionRecord> lastKnown() throws IOException {
    List<ChampionRecord> champions = history.all();
    Optional<ChampionRecord> last =
        champions.isEmpty() ? Optional.empty() : Optional.of(champions.get(champions.size() - 1));
    try {
      return json.readIfThere(place(CHAMPION_JSON), ChampionRecord.class).or(() -> last);
    } catch (RunException e) {
      return last; // champion() tells
    }
  }

  /**
   * The version that a rollback would make champion: the one that was it before the present one
   * became it; if that is there no more, the one before. Empty if there is none.
   */
  public Optional<String> formerChampion() throws IOException {
    List<String> standing = history.standing();
    for (int i = standing.size() - 2; i >= 0; i--) {
      String version = standing.get(i);
      if (!version.equals(standing.get(standing.size() - 1)) && isThere(version)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  private boolean isThere(String version) throws IOException {
    try {
      return version(version).isPresent();
    } catch (RunException e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }

  /** Whether it was champion once, and a rollback took it back. */
  public boolean isRolledBack(String version) throws IOException {
    return rolledBack().contains(version);
  }

  /** All that were champion once, and that a rollback took back. */
  public Set<String> rolledBack() throws IOException {
    Set<String> rolledBack = new HashSet<>();
    history.all().forEach(champion -> rolledBack.add(champion.version()));
    history.standing().forEach(rolledBack::remove);
    return rolledBack;
  }

  /**
   * The versions that are never deleted: the champion, by {@code champion.json} and by the history,
   * the one before it, and the one that a rollback would make champion.
   */
  public Set<String> neededVersions() throws IOException {
    List<String> standing = history.standing();
    Set<String> needed =
        new HashSet<>(standing.subList(Math.max(0, standing.size() - 2), standing.size()));
    Optional<ChampionRecord> champion = lastKnown();
    champion.map(ChampionRecord::version).ifPresent(needed::add);
    champion.map(ChampionRecord::predecessor).ifPresent(needed::add);
    formerChampion().ifPresent(needed::add);
    return needed;
  }

  /** Whether anything was ever kept of it. */
  public boolean exists() throws IOException {
    return files.exists(place(STATUS_JSON))
        || !PlainFiles.entries(files, place(VERSIONS)).isEmpty();
  }

  /** All champions that there were and whose records can be read, in their order. */
  public List<ChampionRecord> champions() throws IOException {
    return history.all();
  }

  ChampionHistory history() {
    return history;
  }

  /**
   * How the last start ended, or that it is under way; empty if there was none.
   *
   * @throws RunException if {@code status.json} cannot be read as one
   */
  public Optional<StatusRecord> status() throws IOException {
    return json.readIfThere(place(STATUS_JSON), StatusRecord.class);
  }

  /**
   * The versions that are there and whose markers can be read, in the order of their dates: one
   * that is damaged is no reason to do without the others.
   */
  public List<ModelVersion> versions() throws IOException {
    return versions.all();
  }

  /** Of the folders of versions, whole or not, in the order of their dates. */
  public List<String> versionNames() throws IOException {
    return versions.names();
  }

  /**
   * A version; empty if it is not there.
   *
   * @throws RunException if its marker cannot be read as one, or is of another version
   */
  public Optional<ModelVersion> version(String version) throws IOException {
    return versions.find(version);
  }

  /**
   * The champion's version.
   *
   * @throws RunException if it is not there, or is not the one that {@code champion.json} names
   */
  public ModelVersion versionOf(ChampionRecord champion) throws IOException {
    ModelVersion version =
        version(champion.version())
            .orElseThrow(
                () ->
                    new RunException(
                        "The champion of %s is gone: expected version %s in %s, found none that is whole. Restore it, or promote another (models promote, models rollback)"
                            .formatted(name(), champion.version(), place(VERSIONS))));
    if (!version.record().parametersSha256().equals(champion.parametersSha256())) {
      throw new RunException(
          "Version %s in %s is not the champion that was promoted: expected parameters of SHA-256 %s, found %s. Restore it, or promote another (models promote, models rollback)"
              .formatted(
                  champion.version(),
                  place(VERSIONS),
                  champion.parametersSha256(),
                  version.record().parametersSha256()));
    }
    return version;
  }

  Path versionFolder(String version) {
    return versions.folder(version);
  }
}

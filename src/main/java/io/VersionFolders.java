package io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a model, a folder each. A version is there when its marker is, {@code BLESSED} or
 * {@code NOT_BLESSED}, which vouches for every other file.
 */
final class VersionFolders {
  private static final Logger LOG = LoggerFactory.getLogger(VersionFolders.class);

  private final FileSystem files;
  private final Path root;
  private final String model;
  private final JsonFiles json;

  /**
   * @param model whose versions they are, its name
   */
  VersionFolders(FileSystem files, Path root, String model) {
    this.files = files;
    this.root = root;
    this.model = model;
    this.json = new JsonFiles(files);
  }

  /** As {@link ModelDirectory#versions}. */
  List<ModelVersion> all() throws IOException {
    List<ModelVersion> versions = new ArrayList<>();
    for (String name : names()) {
      try {
        find(name).ifPresent(versions::add);
      } catch (RunException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
    return versions;
  }

  /** As {@link ModelDirectory#versionNames}. */
  List<String> names() throws IOException {
    return PlainFiles.entries(files, root).stream()
        .map(entry -> entry.getPath().getName())
        .filter(ModelChecks::isVersion)
        .sorted()
        .toList();
  }

  /** As {@link ModelDirectory#version}. */
  Optional<ModelVersion> find(String version) throws IOException {
    Path folder = folder(version);
    for (String marker : List.of(ModelDirectory.BLESSED, ModelDirectory.NOT_BLESSED)) {
      Path place = new Path(folder, marker);
      Optional<VersionRecord> record = json.readIfThere(place, VersionRecord.class);
      if (record.isPresent()) {
        requireOwn(place, record.get(), version);
        boolean blessed = marker.equals(ModelDirectory.BLESSED);
        return Optional.of(new ModelVersion(files, folder, record.get(), blessed));
      }
    }
    return Optional.empty();
  }

  private void requireOwn(Path marker, VersionRecord record, String version) {
    if (!record.version().equals(version) || !record.name().equals(model)) {
      throw new RunException(
          "%s is of another version: expected %s of %s, found %s of %s. Was a folder copied or renamed by hand?"
              .formatted(marker, version, model, record.version(), record.name()));
    }
  }

  Path folder(String version) {
    return new Path(root, version);
  }
}

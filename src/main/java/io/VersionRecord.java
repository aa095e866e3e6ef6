package io;

import java.util.List;

/**
 * {@code BLESSED} or {@code NOT_BLESSED}: one version of a model, and the vouching for the files
 * beside it.
 *
 * @param version {@code DATE-FINGERPRINT}
 * @param name of the model
 * @param runId of its training
 * @param epoch of that run
 * @param architecture of the network
 * @param parametersSha256 of the float32 parameters, in DL4J's order, big-endian
 * @param files all of the version's others
 */
public record VersionRecord(
    String version,
    String name,
    String runId,
    int epoch,
    String architecture,
    String parametersSha256,
    List<Content> files) {
  /**
   * A file of the version.
   *
   * @param file its name
   * @param bytes its size, at least 1
   * @param sha256 of its bytes
   */
  public record Content(String file, long bytes, String sha256) {
    public Content {
      RunChecks.name("file", file);
      Checks.atLeast("bytes", bytes, 1);
      RunChecks.sha256("sha256", sha256);
    }
  }

  public VersionRecord {
    ModelChecks.version("version", version);
    ModelChecks.name(name);
    RunChecks.runId(runId);
    RunChecks.epochs("epoch", epoch);
    RunChecks.name("architecture", architecture);
    RunChecks.sha256("parametersSha256", parametersSha256);
    files = List.copyOf(RunChecks.present("files", files));
  }

  /** The date of the night that made it, ISO 8601. */
  public String date() {
    return version.substring(0, version.lastIndexOf('-'));
  }

  Content content(String file) {
    return files.stream()
        .filter(content -> content.file().equals(file))
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    "Version %s vouches for no %s: expected one, found %s. Its marker was edited; restore it"
                        .formatted(version, file, files)));
  }
}

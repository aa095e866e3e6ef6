package io;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model's archive somewhere, and the vouching for it.
 *
 * @param path qualified with its file system
 * @param bytes its size, at least 1
 * @param sha256 of the file
 * @param parametersSha256 of the float32 parameters in it, in DL4J's order, big-endian
 */
public record ModelFile(String path, long bytes, String sha256, String parametersSha256) {
  public ModelFile {
    RunChecks.name("path", path);
    Checks.atLeast("bytes", bytes, 1);
    RunChecks.sha256("sha256", sha256);
    RunChecks.sha256("parametersSha256", parametersSha256);
  }

  /**
   * The file's bytes.
   *
   * @throws RunException if it is not there, or its size or SHA-256 differ
   */
  public byte[] read(Configuration hadoop) throws IOException {
    Path place = new Path(path);
    FileSystem files = PlainFiles.of(place, hadoop);
    return new VouchedFile(place, bytes, sha256)
        .read(
            new WholeFiles(files),
            (expected, found) ->
                new RunException(
                    "The model %s is not the one that is vouched for: expected %s, found %s. It was damaged, replaced or deleted; restore it"
                        .formatted(path, expected, found)));
  }
}

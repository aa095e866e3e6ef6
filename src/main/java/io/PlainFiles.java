package io;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's file systems, the local one without its {@code .crc} files: those cannot be replaced in
 * one step with the file that they are of, so a reader in between would be told of damage; and
 * SHA-256 vouches for what matters here.
 */
final class PlainFiles {
  private PlainFiles() {}

  static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }
}

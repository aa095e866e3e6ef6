package io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Moves a finished file to its place, over the one that may stand there.
 *
 * <p>Atomic on the local file system and on HDFS: whoever opens the place gets the old file or the
 * new one. Elsewhere (object stores) Hadoop deletes, copies and deletes: the place may be empty for
 * a moment, and of two writers at once one may fail, but a file that is there is whole.
 */
public final class FileReplacement {
  private FileReplacement() {}

  /** Both paths are of {@code files}; folders above the place are made. */
  public static void move(FileSystem files, Path finished, Path place) throws IOException {
    Path from = files.makeQualified(finished);
    Path to = files.makeQualified(place);
    PlainFiles.makeFolders(files, to.getParent());
    try {
      if (PlainFiles.isLocal(to)) {
        moveLocally(from, to);
      } else {
        FileContext.getFileContext(files.getUri(), files.getConf())
            .rename(from, to, Options.Rename.OVERWRITE);
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot move the finished file %s to its place %s: %s. Check rights and space there, then write again"
              .formatted(from, to, e),
          e);
    }
  }

  /**
   * Hadoop's own rename deletes the old file first, and moves the checksum file in a second step.
   * So the checksum stays behind, and one that a copied table brought along goes first: a reader
   * would hold it against the new file. What is in place when this returns is so after a loss of
   * power, too.
   */
  private static void moveLocally(Path from, Path to) throws IOException {
    java.nio.file.Path finished = PlainFiles.local(from);
    java.nio.file.Path place = PlainFiles.local(to);
    force(finished);
    PlainFiles.deleteChecksum(to);
    Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    PlainFiles.forceNames(place.getParent());
  }

  private static void force(java.nio.file.Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

package io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves a finished file to its place, where none may stand: of several callers at once one
 * succeeds, on local disks and on HDFS, and the file that he placed stays. (On object stores, which
 * have no such move, the last one wins.)
 */
public final class FilePlacement {
  private FilePlacement() {}

  /**
   * Both paths are of {@code files}, and of one disk; the folder of the place is there.
   *
   * @return false if something stands there already; it and the finished file stay
   * @throws IOException if the file cannot be moved, naming both paths
   */
  public static boolean move(FileSystem files, Path finished, Path place) throws IOException {
    Path from = files.makeQualified(finished);
    Path to = files.makeQualified(place);
    try {
      if (PlainFiles.isLocal(to)) {
        return move(PlainFiles.local(from), PlainFiles.local(to));
      }
      if (files.rename(from, to)) {
        return true;
      }
      if (files.exists(to)) {
        return false;
      }
    } catch (IOException e) {
      throw immovable(from, to, e.toString(), e);
    }
    throw immovable(from, to, "the file system refused without a reason", null);
  }

  private static IOException immovable(Path from, Path to, String reason, IOException cause) {
    return new IOException(
        "Cannot move the finished file %s to its place %s: %s. Check rights and space there, then write again"
            .formatted(from, to, reason),
        cause);
  }

  /**
   * As above, on the local disk, whose own rename would replace what stands there: a second name of
   * the file does not.
   */
  public static boolean move(java.nio.file.Path finished, java.nio.file.Path place)
      throws IOException {
    try {
      Files.createLink(place, finished);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e; // as every other way would
    } catch (FileSystemException | UnsupportedOperationException e) {
      return claimAndMove(finished, place);
    }
    Files.deleteIfExists(finished);
    return true;
  }

  /**
   * For disks without hard links (exFAT, some network file systems): claims the place by an empty
   * file, which a reader may see for a moment, and replaces that.
   */
  private static boolean claimAndMove(java.nio.file.Path finished, java.nio.file.Path place)
      throws IOException {
    try {
      Files.createFile(place);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.delete(place);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    return true;
  }
}

package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hadoop's file systems, the local one without its {@code .crc} files: those cannot be replaced in
 * one step with the file that they are of, so a reader in between would be told of damage; and
 * SHA-256 vouches for what matters here. Local files and folders get the rights that the process'
 * umask leaves: Hadoop would give them those of a setting of its own, {@code
 * fs.permissions.umask-mode}, and run chmod, a process of its own, for each.
 */
public final class PlainFiles {
  /** How often that is tried again which others undo, who make and delete files meanwhile. */
  static final int MOST_TRIES = 100;

  /** How Hadoop writes the path of a local file. */
  private static final String LOCAL = "file:/";

  private static final Logger LOG = LoggerFactory.getLogger(PlainFiles.class);

  private PlainFiles() {}

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /**
   * Makes a folder, and those above it, if they are not there. Local ones are there after a loss of
   * power, too.
   *
   * @throws IOException if that fails, naming the folder
   */
  public static void makeFolders(FileSystem files, Path folder) throws IOException {
    Path place = files.makeQualified(folder);
    try {
      if (!isLocal(place)) {
        files.mkdirs(place);
      } else if (!Files.isDirectory(local(place))) { // which may be a link to one
        createDirectories(local(place));
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot make the folder %s: %s. Check rights and space there, then start again"
              .formatted(place, e),
          e);
    }
  }

  private static void createDirectories(java.nio.file.Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        java.nio.file.Path above = firstThere(folder);
        Files.createDirectories(folder);
        for (java.nio.file.Path made = folder; !made.equals(above); made = made.getParent()) {
          forceNames(made.getParent());
        }
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Somebody deletes it, or one above it, in this moment: a run that is discarded, say. Java
        // finds a folder there, looks whether it is one, and then it is not.
        if (tries == MOST_TRIES || Files.isRegularFile(folder)) {
          throw e;
        }
      }
    }
  }

  /** The folder itself, or the closest one above it. */
  private static java.nio.file.Path firstThere(java.nio.file.Path folder) {
    java.nio.file.Path there = folder;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }

  /**
   * Has the disk keep the names in a local folder; not every system lets one be opened, or wants it
   * forced.
   */
  static void forceNames(java.nio.file.Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("cannot force {} to the disk: {}", folder, e.toString());
    }
  }

  /** What lies in a folder; nothing if there is none, or somebody deletes it in this moment. */
  static List<FileStatus> entries(FileSystem files, Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return List.of(files.listStatus(folder));
      } catch (FileNotFoundException e) {
        return List.of();
      } catch (IOException e) {
        if (!files.exists(folder)) {
          return List.of();
        }
        // Of a local folder that goes, and comes again, Hadoop says that it may not be read.
        if (tries == MOST_TRIES || !isLocal(files.makeQualified(folder))) {
          throw e;
        }
      }
    }
  }

  /**
   * All bytes of a file. Hadoop looks at a local one three times before it opens it, and to make a
   * {@link Path} of its name takes as long as to read a small one.
   *
   * @param file qualified
   * @param most how many there may be
   * @return empty if there are more
   * @throws IOException if it is not there, or cannot be read
   */
  public static Optional<byte[]> bytes(Configuration hadoop, String file, int most)
      throws IOException {
    if (file.startsWith(LOCAL)) {
      return localBytes(local(file.substring(LOCAL.length() - 1), file), most);
    }
    Path place = new Path(file);
    FileSystem files = place.getFileSystem(hadoop);
    long length = files.getFileStatus(place).getLen();
    if (length > most) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) length];
    try (FSDataInputStream in = files.open(place)) {
      in.readFully(bytes);
    }
    return Optional.of(bytes);
  }

  /** Of a pipe the end would never come. */
  private static Optional<byte[]> localBytes(java.nio.file.Path file, int most) throws IOException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    }
  }

  /** A new file, in a folder that is there. */
  public static OutputStream create(FileSystem files, Path file) throws IOException {
    Path place = files.makeQualified(file);
    return isLocal(place)
        ? Files.newOutputStream(
            local(place), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        : new HadoopStream(files.create(place, false));
  }

  /**
   * Deletes Hadoop's checksum of a file that is not there or about to be replaced, if it is a local
   * one: a reader would hold it against the new file.
   *
   * @param place qualified
   */
  public static void deleteChecksum(Path place) throws IOException {
    if (isLocal(place)) {
      Files.deleteIfExists(local(place).resolveSibling("." + place.getName() + ".crc"));
    }
  }

  /**
   * Why a file cannot be opened of which Hadoop says that it is not found: of a local one it says
   * so, too, when it may not be read, or cannot be for another reason. Empty if it is missing.
   */
  public static Optional<String> hindrance(FileSystem files, Path path, FileNotFoundException told)
      throws IOException {
    Path place = files.makeQualified(path);
    if (!isLocal(place)) {
      return files.exists(place) ? Optional.of(told.getMessage()) : Optional.empty();
    }
    java.nio.file.Path file = local(place);
    try {
      file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
      return Optional.of(told.getMessage());
    } catch (AccessDeniedException e) {
      return Optional.of("permission denied");
    } catch (FileSystemException e) {
      return Optional.empty();
    }
  }

  /** Whether a qualified path is of the local file system. */
  public static boolean isLocal(Path place) {
    return "file".equals(place.toUri().getScheme());
  }

  /**
   * By its path, not its URI: Hadoop leaves letters in URIs that java.nio refuses there.
   *
   * @throws RunException if the locale has not the letters of the path
   */
  public static java.nio.file.Path local(Path place) {
    return local(place.toUri().getPath(), place.toString());
  }

  private static java.nio.file.Path local(String path, String place) {
    try {
      return java.nio.file.Path.of(path);
    } catch (InvalidPathException e) {
      throw new RunException(
          "No file can be named %s here: expected a locale with its letters, found one of %s. Set LC_ALL=C.UTF-8 before Java starts, as scripts/submit.sh does where the locale is C, then start again"
              .formatted(place, System.getProperty("sun.jnu.encoding")),
          e);
    }
  }
}

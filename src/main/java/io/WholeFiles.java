package io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small whole files: each is written beside its place and moved over what was there. */
final class WholeFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WholeFiles.class);

  /** Of a {@link UUID} as we write it. */
  static final String UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  /**
   * A file that is being written, or was when its writer was killed: the name of its place first.
   */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\.(?<place>.+)\\." + UUID_FORM + "\\.part");

  private final FileSystem files;

  WholeFiles(FileSystem files) {
    this.files = files;
  }

  /**
   * Writes a file where none may be: of all who call this for one place, just one is told that he
   * wrote it, as {@link FilePlacement} says.
   */
  boolean writeFirst(Path place, byte[] bytes) throws IOException {
    Path beside = beside(place);
    try {
      writeAnew(beside, bytes);
      boolean first = FilePlacement.move(files, beside, place);
      if (!first) {
        files.delete(beside, false);
      }
      return first;
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, beside);
      throw e;
    }
  }

  /** Writes a file over what may be there. */
  void write(Path place, byte[] bytes) throws IOException {
    Path beside = beside(place);
    try {
      writeAnew(beside, bytes);
      FileReplacement.move(files, beside, place);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, beside);
      throw e;
    }
  }

  /** A name that nobody else takes, and that is known to be unfinished. */
  static Path beside(Path place) {
    return new Path(place.getParent(), ".%s.%s.part".formatted(place.getName(), UUID.randomUUID()));
  }

  /** Writes a file that is not there yet, and waits until the disk has it. */
  void writeAnew(Path place, byte[] bytes) throws IOException {
    PlainFiles.makeFolders(files, place.getParent());
    try {
      if (isLocal(place)) {
        writeLocally(local(place), bytes);
      } else {
        try (HadoopStream out = new HadoopStream(files.create(place, false))) {
          out.write(bytes);
          out.sync();
        }
      }
    } catch (IOException e) {
      throw cannotWrite(place, e);
    }
  }

  /** Of what went wrong the first matters: a disk that is full may let nobody delete either. */
  void deleteAfter(Exception failure, Path unfinished) {
    try {
      files.delete(unfinished, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Operating systems and Hadoop's streams name no path when a disk is full. */
  private static IOException cannotWrite(Path place, IOException cause) {
    return new IOException(
        "Cannot write %s: %s. Check rights and space there, then start again"
            .formatted(place, cause),
        cause);
  }

  /** Hadoop would run chmod, a process of its own, for each file. */
  private static void writeLocally(java.nio.file.Path place, byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        out.write(left);
      }
      out.force(true);
    }
  }

  private boolean isLocal(Path path) {
    return PlainFiles.isLocal(files.makeQualified(path));
  }

  private java.nio.file.Path local(Path path) {
    return PlainFiles.local(files.makeQualified(path));
  }

  /**
   * What killed writers of this program left in a folder, which need not be there.
   *
   * @param names of the files that are written in that folder
   */
  List<Path> unfinished(Path folder, Predicate<String> names) throws IOException {
    return PlainFiles.entries(files, folder).stream()
        .filter(entry -> isUnfinished(entry, names))
        .map(FileStatus::getPath)
        .toList();
  }

  static boolean isUnfinished(FileStatus entry, Predicate<String> names) {
    Matcher unfinished = UNFINISHED.matcher(entry.getPath().getName());
    return entry.isFile() && unfinished.matches() && names.test(unfinished.group("place"));
  }

  /** What somebody else puts into the folder in the meantime stays; so does a link to a folder. */
  void deleteIfEmpty(Path folder) throws IOException {
    if (isLocal(folder)) {
      deleteIfEmpty(local(folder));
    } else if (files.exists(folder) && files.listStatus(folder).length == 0) {
      try {
        files.delete(folder, false);
      } catch (PathIsNotEmptyDirectoryException e) {
        // Somebody else was faster.
      }
    }
  }

  /** Hadoop would look into a local folder, and then delete whatever it holds by then. */
  private static void deleteIfEmpty(java.nio.file.Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      LOG.debug("it is not empty, or may not be deleted, and does no harm: {}", e.toString());
    }
  }

  /** As Hadoop's own, but what may not be looked at is not told to be missing. */
  boolean exists(Path path) throws IOException {
    if (!isLocal(path)) {
      return files.exists(path);
    }
    try {
      status(path);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * @throws FileNotFoundException if it is missing
   */
  FileStatus status(Path path) throws IOException {
    return look(files::getFileStatus, path);
  }

  private FSDataInputStream open(Path path) throws IOException {
    return look(files::open, path);
  }

  private interface Look<T> {
    T at(Path path) throws IOException;
  }

  /** Hadoop says of what it may not look at, too, that it is not found. */
  private <T> T look(Look<T> look, Path path) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return look.at(path);
      } catch (FileNotFoundException e) {
        String hindrance = PlainFiles.hindrance(files, path, e).orElseThrow(() -> e);
        if (tries == PlainFiles.MOST_TRIES) {
          throw new IOException(
              "Cannot read %s: %s. Check rights there, then start again".formatted(path, hindrance),
              e);
        }
        // It may be there by now: somebody else makes and deletes it.
      }
    }
  }

  /** At most the first {@code length} bytes. */
  byte[] readAtMost(Path path, int length) throws IOException {
    try (FSDataInputStream in = open(path)) {
      return in.readNBytes(length);
    }
  }

  /** The first {@code length} bytes, which the file is known to have. */
  byte[] readBytes(Path path, long length) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(length)];
    try (FSDataInputStream in = open(path)) {
      in.readFully(0, bytes);
    }
    return bytes;
  }
}

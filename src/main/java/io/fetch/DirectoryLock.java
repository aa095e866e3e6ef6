package io.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second fetch from writing into the same partial files; a dead process holds no lock.
 *
 * <p>The empty file {@value #FILE} that bears the lock is left behind: if it were deleted, somebody
 * who had opened it before could lock the nameless old one while a newcomer locks a new one. Made
 * for one fetch a process: Linux lets go of a process's lock with the first of its channels on the
 * file that is closed, so a second take in the process that holds it opens the way for others.
 */
final class DirectoryLock implements Closeable {
  static final String FILE = ".fetch.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a directory against others of this class.
   *
   * @throws FetchException if somebody holds the lock
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new FetchException(
          "Another fetch is at work in %s: wait until it has ended".formatted(directory));
    }
    return new DirectoryLock(channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Another thread of this JVM has it.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

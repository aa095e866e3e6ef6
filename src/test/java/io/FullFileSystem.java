package io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code full}, which runs out of space when it is told to: after a
 * number of bytes in all, or at a call that makes or moves a file. Its messages name no path, as an
 * operating system's do not.
 */
public final class FullFileSystem extends RawLocalFileSystem {
  private static final String SCHEME = "full";
  private static final URI ROOT = URI.create(SCHEME + ":///");
  private static final long ENDLESS = Long.MAX_VALUE;

  private long bytesLeft = ENDLESS;
  private long callsLeft = ENDLESS;

  /** Knows the scheme. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    makeKnown(hadoop);
    return hadoop;
  }

  public static void makeKnown(Configuration hadoop) {
    hadoop.set("fs.full.impl", FullFileSystem.class.getName());
    hadoop.set("fs.AbstractFileSystem.full.impl", Contexts.class.getName());
  }

  /** The one that all share who open a path of it. */
  public static FullFileSystem shared(Configuration hadoop) throws IOException {
    return (FullFileSystem) FileSystem.get(ROOT, hadoop);
  }

  public synchronized void leaveBytes(long bytes) {
    bytesLeft = bytes;
  }

  /** Those that make or move a file; once one has failed all do. */
  public synchronized void leaveCalls(long calls) {
    callsLeft = calls;
  }

  public synchronized void makeRoom() {
    bytesLeft = ENDLESS;
    callsLeft = ENDLESS;
  }

  private synchronized void requireCall() throws IOException {
    if (callsLeft == 0) {
      throw noSpace();
    }
    callsLeft--;
  }

  /** Writes what there is room for. */
  private synchronized void write(OutputStream out, byte[] bytes, int offset, int length)
      throws IOException {
    int fitting = (int) Math.min(length, bytesLeft);
    out.write(bytes, offset, fitting);
    bytesLeft -= fitting;
    if (fitting < length) {
      throw noSpace();
    }
  }

  private static IOException noSpace() {
    return new IOException("No space left on device");
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataOutputStream create(
      Path place,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    requireCall();
    OutputStream out = super.create(place, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Limited(out), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    requireCall();
    return super.rename(from, to);
  }

  /** Would run chmod, a process of its own. */
  @Override
  public void setPermission(Path place, FsPermission permission) {}

  private final class Limited extends FilterOutputStream {
    Limited(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      FullFileSystem.this.write(out, bytes, offset, length);
    }
  }

  /** What {@code FileContext} asks: the same one, which replaces files in one step as HDFS does. */
  public static final class Contexts extends DelegateToFileSystem {
    private final FullFileSystem files;

    public Contexts(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      this(uri, hadoop, shared(hadoop));
    }

    private Contexts(URI uri, Configuration hadoop, FullFileSystem files)
        throws IOException, URISyntaxException {
      super(uri, files, hadoop, SCHEME, false);
      this.files = files;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      files.requireCall();
      Files.move(
          files.pathToFile(from).toPath(),
          files.pathToFile(to).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

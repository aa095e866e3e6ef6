package io;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * A file that is being written by Hadoop. HDFS throws one exception again and again, the very same,
 * when a file is lost that is written, and last when it is closed: a try statement that closes it
 * could not add that to itself, and would tell of that instead. Here it is, the second time, the
 * cause of a new one.
 */
public final class HadoopStream extends OutputStream {
  private final FSDataOutputStream file;
  private IOException thrown;

  HadoopStream(FSDataOutputStream file) {
    this.file = file;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void run(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      if (e == thrown) {
        throw new IOException(e.toString(), e);
      }
      thrown = e;
      throw e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    run(() -> file.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    run(() -> file.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    run(file::flush);
  }

  /** Lets whoever opens the file see what was written. */
  public void show() throws IOException {
    run(file::hflush);
  }

  /** Waits until the disks have what was written. */
  public void sync() throws IOException {
    run(file::hsync);
  }

  @Override
  public void close() throws IOException {
    run(file::close);
  }
}

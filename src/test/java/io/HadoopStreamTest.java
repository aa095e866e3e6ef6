package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.Test;

class HadoopStreamTest {
  private final IOException lost = new FileNotFoundException("inode 16429");

  /** As HDFS' streams do, of a file that somebody deletes while it is written. */
  private HadoopStream ofALostFile() throws IOException {
    OutputStream throwing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw lost;
          }

          @Override
          public void close() throws IOException {
            throw lost;
          }
        };
    return new HadoopStream(new FSDataOutputStream(throwing, null));
  }

  @Test
  void tellsWhatHappenedWhereTheFileIsClosedAfterIt() {
    assertThatThrownBy(
            () -> {
              try (HadoopStream out = ofALostFile()) {
                out.write(new byte[3]);
              }
            })
        .isSameAs(lost);
    assertThat(lost.getSuppressed()).singleElement().extracting(Throwable::getCause).isSameAs(lost);
  }

  @Test
  void tellsSoThroughAStreamThatWritesWhenItIsClosed() {
    assertThatThrownBy(
            () -> {
              try (OutputStream stored = ofALostFile();
                  OutputStream out = new BufferedOutputStream(stored)) {
                out.write(1);
              }
            })
        .hasMessageContaining("inode 16429")
        .rootCause()
        .isSameAs(lost);
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFilesTest {
  @TempDir java.nio.file.Path folder;

  @BeforeEach
  void putAFileThere() throws IOException {
    Files.createFile(folder.resolve("file"));
  }

  /** The local disk, on which a folder is gone and there again each time that it is listed. */
  private static final class FlickeringFileSystem extends RawLocalFileSystem {
    private final int times;
    private int looks;

    FlickeringFileSystem(int times) throws IOException {
      this.times = times;
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      if (++looks <= times) {
        throw new IOException("Invalid directory or I/O error occurred for dir: " + path);
      }
      return super.listStatus(path);
    }
  }

  @Test
  void listsAFolderThatComesAgain() throws IOException {
    assertThat(PlainFiles.entries(new FlickeringFileSystem(2), new Path(folder.toString())))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getPath().getName()).isEqualTo("file"));
  }

  @Test
  void saysWhyAFolderCannotBeListed() throws IOException {
    FlickeringFileSystem never = new FlickeringFileSystem(Integer.MAX_VALUE);
    assertThatThrownBy(() -> PlainFiles.entries(never, new Path(folder.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("for dir: " + folder);
    assertThat(never.looks).isEqualTo(PlainFiles.MOST_TRIES);
  }
}

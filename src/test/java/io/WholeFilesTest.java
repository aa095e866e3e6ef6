package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.ProcessStarts;

class WholeFilesTest {
  private static final byte[] BYTES = "a model".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private WholeFiles files() throws IOException {
    return new WholeFiles(FileSystem.getLocal(new Configuration()).getRaw());
  }

  /** Hadoop sets the rights of each local file by a chmod of its own: 3 ms and more, each epoch. */
  @Test
  void startsNoProcessToWriteALocalFile() throws Exception {
    Path place = Files.createDirectory(folder.resolve("00001")).resolve("model.zip");
    // Loads Hadoop's Shell, which starts one by itself.
    files().write(hadoop(folder.resolve("first")), BYTES);
    List<RecordedEvent> started = ProcessStarts.during(() -> files().write(hadoop(place), BYTES));
    assertThat(place).hasBinaryContent(BYTES);
    assertThat(started).isEmpty();
  }

  @Test
  void makesTheFoldersThatAreMissingWhateverTheirNames() throws IOException {
    Path place = folder.resolve("Läufe mit Raum/50 % #1/Größe/model.zip");
    files().write(hadoop(place), BYTES);
    assertThat(place).hasBinaryContent(BYTES);
    try (Stream<Path> beside = Files.list(place.getParent())) {
      assertThat(beside).containsExactly(place);
    }
  }

  /** The local disk, on which somebody else writes a file after each look that Hadoop takes. */
  private static final class BusyFileSystem extends RawLocalFileSystem {
    private final List<Path> written = new ArrayList<>();

    BusyFileSystem() throws IOException {
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      Path folder = Path.of(path.toUri().getPath());
      assertThat(folder).as("when Hadoop looks").isEmptyDirectory();
      written.add(Files.writeString(folder.resolve("newcomer"), "mine"));
      return super.delete(path, true); // as it goes on when it has looked
    }
  }

  @Test
  void deletesNothingThatComesIntoAnEmptyFolderMeanwhile() throws IOException {
    BusyFileSystem busy = new BusyFileSystem();
    Path empty = Files.createDirectory(folder.resolve("00001"));
    new WholeFiles(busy).deleteIfEmpty(hadoop(empty));
    assertThat(busy.written).allSatisfy(file -> assertThat(file).hasContent("mine"));
  }

  /** The local disk, on which each file comes as soon as Hadoop has not found it. */
  private static final class LateFileSystem extends RawLocalFileSystem {
    LateFileSystem() throws IOException {
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      try {
        return super.open(path, bufferSize);
      } catch (FileNotFoundException e) {
        Files.write(Path.of(path.toUri().getPath()), BYTES);
        throw e;
      }
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      try {
        return super.getFileStatus(path);
      } catch (FileNotFoundException e) {
        Files.write(Path.of(path.toUri().getPath()), BYTES);
        throw e;
      }
    }
  }

  @Test
  void findsAndReadsWhatComesInThisMoment() throws IOException {
    WholeFiles late = new WholeFiles(new LateFileSystem());
    assertThat(late.readAtMost(hadoop(folder.resolve("read")), 99)).isEqualTo(BYTES);
    assertThat(late.exists(hadoop(folder.resolve("looked for")))).isTrue();
  }

  @Test
  void deletesAnEmptyFolderAndNeitherAFullOneNorALink() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path full = Files.createDirectories(folder.resolve("full/inner")).getParent();
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path file = Files.createFile(folder.resolve("file"));
    for (Path path : List.of(empty, full, link, file, folder.resolve("none"))) {
      files().deleteIfEmpty(hadoop(path));
    }
    assertThat(empty).doesNotExist();
    assertThat(full.resolve("inner")).isEmptyDirectory();
    assertThat(link).isSymbolicLink();
    assertThat(target).isEmptyDirectory();
    assertThat(file).exists();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }
}

package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplacementTest {
  @TempDir java.nio.file.Path folder;
  private FileSystem files;
  private Path place;

  @BeforeEach
  void openTheChecksummedLocalFileSystem() throws IOException {
    files = FileSystem.getLocal(new Configuration());
    place = new Path(folder.toString(), "made/on the way/place");
  }

  @Test
  void putsAFileWhereNoneWasAndOverOneThatWas() throws IOException {
    FileReplacement.move(files, finished("a", "old"), place);
    assertThat(text()).isEqualTo("old");

    FileReplacement.move(files, finished("b", "new and longer"), place);
    assertThat(text()).isEqualTo("new and longer");
    assertThat(files.exists(new Path(folder.toString(), "b"))).isFalse();
  }

  @Test
  void takesPlacesWithBlanksUmlautsAndPercentSigns() throws IOException {
    place = new Path(folder.toString(), "Läufe mit Raum/50 % #1/Größe");
    FileReplacement.move(files, finished("a", "old"), place);
    FileReplacement.move(files, finished("b", "new"), place);
    assertThat(text()).isEqualTo("new");
  }

  @Test
  void aChecksumThatACopiedTableBroughtAlongDoesNotSpoilTheNewFile() throws IOException {
    FileUtil.copy(files, finished("a", "old"), files, place, true, files.getConf());
    assertThat(folder.resolve("made/on the way/.place.crc")).exists();

    FileReplacement.move(files, finished("b", "new"), place);

    assertThat(text()).isEqualTo("new");
  }

  @Test
  void readersAlwaysFindAWholeFileWhileFourWritersReplaceIt() throws Exception {
    FileReplacement.move(files, finished("first", content(0)), place);
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try {
      List<Future<Void>> writers =
          IntStream.rangeClosed(1, 4).mapToObj(i -> threads.submit(replacing(i, 400))).toList();
      Future<Integer> reader = threads.submit(() -> readWhile(writers));
      for (Future<Void> writer : writers) {
        writer.get();
      }
      assertThat(reader.get()).isGreaterThan(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhatItCouldNotMoveAndWhere() throws IOException {
    Path missing = new Path(folder.toString(), "missing");

    assertThatThrownBy(() -> FileReplacement.move(files, missing, place))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "Cannot move the finished file file:%s/missing to its place", folder)
        .hasMessageContaining("on the way/place: java.nio.file.NoSuchFileException")
        .hasMessageEndingWith("Check rights and space there, then write again");
  }

  private Callable<Void> replacing(int writer, int times) {
    return () -> {
      for (int i = 0; i < times; i++) {
        FileReplacement.move(files, finished("writer" + writer, content(writer)), place);
      }
      return null;
    };
  }

  private int readWhile(List<Future<Void>> writers) throws IOException {
    int reads = 0;
    while (!writers.stream().allMatch(Future::isDone)) {
      String text = text();
      assertThat(text).isEqualTo(content(text.charAt(0) - '0'));
      reads++;
    }
    return reads;
  }

  /** Each writer's file differs in length and in every byte. */
  private static String content(int writer) {
    return Integer.toString(writer).repeat(1000 + 500 * writer);
  }

  private Path finished(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return new Path(folder.toString(), name);
  }

  private String text() throws IOException {
    try (FSDataInputStream in = files.open(place)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

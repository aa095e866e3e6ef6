package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFilesTest {
  private static final byte[] BYTES = "a model".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private JsonFiles files() throws IOException {
    return new JsonFiles(FileSystem.getLocal(new Configuration()).getRaw());
  }

  /** Hadoop sets the rights of each local file by a chmod of its own: 3 ms and more, each epoch. */
  @Test
  void startsNoProcessToWriteALocalFile() throws IOException {
    Path place = Files.createDirectory(folder.resolve("00001")).resolve("model.zip");
    // Loads Hadoop's Shell, which starts one by itself.
    files().writeBytes(hadoop(folder.resolve("first")), BYTES);
    List<RecordedEvent> started;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      files().writeBytes(hadoop(place), BYTES);
      recording.stop();
      recording.dump(folder.resolve("events.jfr"));
      started = RecordingFile.readAllEvents(folder.resolve("events.jfr"));
    }
    assertThat(place).hasBinaryContent(BYTES);
    assertThat(started).isEmpty();
  }

  @Test
  void makesTheFoldersThatAreMissingWhateverTheirNames() throws IOException {
    Path place = folder.resolve("Läufe mit Raum/50 % #1/Größe/model.zip");
    files().writeBytes(hadoop(place), BYTES);
    assertThat(place).hasBinaryContent(BYTES);
    try (Stream<Path> beside = Files.list(place.getParent())) {
      assertThat(beside).containsExactly(place);
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }
}

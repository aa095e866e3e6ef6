package io.idx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxWriterTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private void write(int rows, int columns, long count, byte[]... images) throws IOException {
    IdxWriter.writeImages(
        HADOOP,
        directory.resolve("images").toString(),
        rows,
        columns,
        count,
        List.of(images).iterator());
  }

  @Test
  void writesTheFormatByteForByte() throws IOException {
    write(1, 3, 2, new byte[] {1, 2, 3}, new byte[] {4, 5, (byte) 255});
    IdxWriter.writeLabels(HADOOP, directory.resolve("labels").toString(), new byte[] {7, 9});

    assertThat(directory.resolve("images"))
        .hasBinaryContent(
            new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255});
    assertThat(directory.resolve("labels"))
        .hasBinaryContent(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 9});
  }

  @Test
  void writesLabelsAsTheyComeToTheSameBytes() throws IOException {
    IdxWriter.writeLabels(
        HADOOP, directory.resolve("a").toString(), 3, IntStream.of(7, 0, 255).iterator());
    IdxWriter.writeLabels(HADOOP, directory.resolve("b").toString(), new byte[] {7, 0, (byte) 255});

    assertThat(directory.resolve("a")).hasSameBinaryContentAs(directory.resolve("b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 256 | Label 256, expected 0 to 255",
        "1 | -1 | Label -1, expected 0 to 255",
        "2 | 1 | Expected 2 labels, was given 1",
        "4294967296 | 1 | count is 4294967296, expected 1 to 4294967295"
      })
  void refusesLabelsThatAreNoneAndLeavesNothing(long count, int label, String message)
      throws IOException {
    String path = directory.resolve("labels").toString();

    assertThatThrownBy(
            () -> IdxWriter.writeLabels(HADOOP, path, count, IntStream.of(label).iterator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertNothingLeft();
  }

  @Test
  void gzipsTheSameLabelsToTheSameBytes() throws IOException {
    byte[] labels = new byte[1000];
    IdxWriter.writeLabels(HADOOP, directory.resolve("a.gz").toString(), labels);
    IdxWriter.writeLabels(HADOOP, directory.resolve("b.gz").toString(), labels);

    assertThat(directory.resolve("a.gz")).hasSameBinaryContentAs(directory.resolve("b.gz"));
    assertThat(Files.size(directory.resolve("a.gz"))).isLessThan(100);
  }

  @Test
  void refusesTooFewImagesAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> write(1, 1, 3, new byte[1], new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 3 images, was given 2");
    assertNothingLeft();
  }

  @Test
  void refusesTooManyImagesAndLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                IdxWriter.writeImages(
                    HADOOP,
                    directory.resolve("images.gz").toString(),
                    1,
                    1,
                    2,
                    Stream.generate(() -> new byte[1]).iterator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 images, was given more");
    assertNothingLeft();
  }

  @Test
  void refusesAnImageOfAnotherSizeAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> write(2, 2, 2, new byte[4], new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Image 1 has 5 bytes, expected 2 × 2");
    assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | 1 | rows is 0, expected 1 to 65535",
        "1 | 65536 | 1 | columns is 65536, expected 1 to 65535",
        "4097 | 4096 | 1 | rows × columns is 16781312, expected 1 to 16777216",
        "1 | 1 | 0 | count is 0, expected 1 to 4294967295",
        "1 | 1 | 4294967296 | count is 4294967296, expected 1 to 4294967295"
      })
  void refusesSizesThatNoReaderWouldTake(int rows, int columns, long count, String message)
      throws IOException {
    assertThatThrownBy(() -> write(rows, columns, count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertNothingLeft();
  }

  @Test
  void neverReplacesAFile() throws IOException {
    write(1, 1, 1, new byte[] {1});

    assertThatThrownBy(() -> write(1, 1, 1, new byte[] {2}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(
            "%s is there already: a data set is written once; delete it or choose another name",
            directory.resolve("images"));
    assertThat(Files.readAllBytes(directory.resolve("images"))[16]).isEqualTo((byte) 1);
  }

  /** On the local disk, whose own rename would replace it. */
  @ParameterizedTest
  @ValueSource(strings = {"images", "images.gz"})
  void leavesTheFileOfSomebodyWhoWasFaster(String name) throws IOException {
    Path images = directory.resolve(name);
    assertThatThrownBy(
            () ->
                IdxWriter.writeImages(
                    HADOOP,
                    images.toString(),
                    1,
                    1,
                    1,
                    Stream.generate(() -> theirs(images)).limit(1).iterator()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageStartingWith(images + " is there already: ");
    assertOnlyTheirs(images);
  }

  /** An image that is drawn while somebody else puts his file into the place. */
  private static byte[] theirs(Path place) {
    try {
      Files.writeString(place, "theirs");
      return new byte[1];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOnlyTheirs(Path place) throws IOException {
    assertThat(place).hasContent("theirs");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(place);
    }
  }

  @Test
  void leavesTheFileOfSomebodyWhoWasFasterWhereTheFileSystemTells() throws IOException {
    Configuration hadoop = LateFileSystem.configuration();
    hadoop.set(LateFileSystem.OTHER_CONTENT, "theirs");
    String path = LateFileSystem.SCHEME + "://" + directory.resolve("labels");

    assertThatThrownBy(() -> IdxWriter.writeLabels(hadoop, path, new byte[] {1}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageStartingWith(path + " is there already: ");
    assertOnlyTheirs(directory.resolve("labels"));
  }

  /** A process of its own that writes one label each, the second where somebody else is faster. */
  static final class TwoLabels {
    private TwoLabels() {}

    public static void main(String[] args) throws IOException {
      IdxWriter.writeLabels(HADOOP, args[0], new byte[] {7});
      Path place = Path.of(args[1]);
      IdxWriter.writeLabels(
          HADOOP, args[1], 1, IntStream.generate(() -> theirs(place)[0]).limit(1).iterator());
    }
  }

  /** As exFAT and some network file systems are: every link is refused by the kernel. */
  @Test
  @Timeout(120)
  void neverReplacesAFileWhereThereAreNoHardLinksEither() throws Exception {
    assumeThat(Path.of("/usr/bin/strace")).as("strace, which injects the error").exists();
    Path labels = directory.resolve("labels");
    Path late = directory.resolve("late");
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of("-e", "trace=link,linkat", "-e", "inject=link,linkat:error=EPERM"));
    command.addAll(List.of(java(), "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TwoLabels.class.getName(), labels.toString(), late.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readAllBytes(), UTF_8)).contains(late + " is there already: ");
    }
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(labels).hasBinaryContent(new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
    Files.delete(labels);
    assertOnlyTheirs(late);
  }

  @Test
  void makesTheDirectory() throws IOException {
    String path = directory.resolve("new/deep/images").toString();

    IdxWriter.writeImages(HADOOP, path, 1, 1, 1, Collections.singleton(new byte[] {3}).iterator());

    assertThat(IdxFingerprint.of(HADOOP, path).count()).isEqualTo(1);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A process of its own that writes labels for ever. */
  static final class EndlessWriter {
    private EndlessWriter() {}

    public static void main(String[] args) throws IOException {
      long most = IdxWriter.MOST_ITEMS;
      IdxWriter.writeLabels(HADOOP, args[0], most, IntStream.iterate(0, i -> 0).iterator());
    }

    static Process start(Path labels) throws IOException {
      return new ProcessBuilder(
              java(),
              "-cp",
              System.getProperty("java.class.path"),
              EndlessWriter.class.getName(),
              labels.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  @Test
  @Timeout(120)
  void deletesWhatAKilledWriterLeftAndNeitherALivingOnesNorAnybodyElses() throws Exception {
    assumeThat(Path.of("/proc/self/stat")).as("Linux").exists();
    Path mine = directory.resolve(".labels." + UUID.randomUUID());
    Files.writeString(mine, "mine");
    Process writer = EndlessWriter.start(directory.resolve("endless"));
    try {
      long before = awaitBytes(writer, 100_000);
      IdxWriter.writeLabels(HADOOP, directory.resolve("first").toString(), new byte[1]);
      assertThat(stored()).as("what the living writer has written").isGreaterThan(before);
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(stored()).as("what the killed writer left").isGreaterThan(100_000);
    IdxWriter.writeLabels(HADOOP, directory.resolve("second").toString(), new byte[1]);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .containsExactlyInAnyOrder(mine, directory.resolve("first"), directory.resolve("second"));
    }
    assertThat(mine).hasContent("mine");
  }

  @Test
  @Timeout(120)
  void leavesNothingWhenItsProcessIsStopped() throws Exception {
    Process writer = EndlessWriter.start(directory.resolve("endless"));
    try {
      awaitBytes(writer, 100_000);
      writer.destroy();
      assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      writer.destroyForcibly();
    }
    assertNothingLeft();
  }

  /** How many are stored by then. */
  private long awaitBytes(Process writer, long least) throws Exception {
    long stored = 0;
    while ((stored = stored()) < least) {
      assertThat(writer.isAlive()).as("the writer that is to be ended").isTrue();
      Thread.sleep(5);
    }
    return stored;
  }

  /** The bytes of all files below the directory. */
  private long stored() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += file.toFile().length();
      }
    } catch (UncheckedIOException e) {
      assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
    }
    return bytes;
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }
}

package io.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fetch.MirrorServer.Behaviour;
import io.fetch.MirrorServer.Behaviour.Cut;
import io.fetch.MirrorServer.Behaviour.Flood;
import io.fetch.MirrorServer.Behaviour.IgnoreRange;
import io.fetch.MirrorServer.Behaviour.ShiftRange;
import io.fetch.MirrorServer.Behaviour.Stall;
import io.fetch.MirrorServer.Behaviour.Status;
import io.fetch.MirrorServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
  private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(400));

  /** Incompressible, so that its gzip comes in many pieces. */
  private static final byte[] IMAGES = noise(300_000);

  private static final byte[] LABELS = "seven, two, one".getBytes(US_ASCII);
  private static final byte[] IMAGES_GZ = gzip(IMAGES);
  private static final PublishedFile IMAGES_FILE = published("images", IMAGES);
  private static final PublishedFile LABELS_FILE = published("labels", LABELS);
  private static final List<PublishedFile> FILES = List.of(LABELS_FILE, IMAGES_FILE);

  @TempDir Path directory;
  private MirrorServer first;
  private MirrorServer second;

  @BeforeEach
  void startMirrors() {
    first = new MirrorServer();
    second = new MirrorServer();
    for (MirrorServer mirror : List.of(first, second)) {
      mirror.serve("images.gz", IMAGES_GZ).serve("labels.gz", gzip(LABELS));
    }
  }

  @AfterEach
  void stopMirrors() {
    first.close();
    second.close();
  }

  @Test
  void fetchesAndUnpacksAllFilesAndLeavesNothingElse() throws Exception {
    directory = directory.resolve("made for/the files");

    fetch(FILES);

    assertThatBothFilesAreRight();
    assertThat(first.requests())
        .containsExactly(new Request("labels.gz", null), new Request("images.gz", null));
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void goesOnWhereTheConnectionWasCut() throws Exception {
    first.first(new Cut(70_000), new Cut(80_000));

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(first.requests())
        .containsExactly(
            new Request("images.gz", null),
            new Request("images.gz", "bytes=70000-"),
            new Request("images.gz", "bytes=150000-"));
  }

  @Test
  void goesOnAtTheNextMirrorWhenOneIsCutAgainAndAgain() throws Exception {
    Behaviour cut = new Cut(1_000);
    first.first(cut, cut, cut, cut, cut);

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(first.requests()).hasSize(5);
    assertThat(second.requests()).containsExactly(new Request("images.gz", "bytes=5000-"));
  }

  @Test
  void goesOnWithWhatAnEarlierRunLeft() throws Exception {
    Files.write(part(), Arrays.copyOf(IMAGES_GZ, 123_456));

    fetch(FILES);

    assertThatBothFilesAreRight();
    assertThat(first.requests()).contains(new Request("images.gz", "bytes=123456-"));
  }

  /** Somebody puts a file into the place while it is fetched. */
  private Recorder meanwhile(byte[] theirs) {
    return new Recorder() {
      @Override
      public void stopped() {
        write("labels", theirs);
      }
    };
  }

  @Test
  void doesNotReplaceAFileThatCameToItsPlaceMeanwhile() throws Exception {
    Recorder recorder = meanwhile("theirs".getBytes(US_ASCII));

    assertThatThrownBy(() -> fetch(List.of(LABELS_FILE), recorder))
        .isInstanceOf(FetchException.class)
        .hasMessageMatching(
            ".*/labels is not the published file: expected 15 bytes with SHA-256 [0-9a-f]{64}, found 6 bytes with SHA-256 [0-9a-f]{64}\\. It came there meanwhile and stays: move it away, or name another directory");
    assertThat(directory.resolve("labels")).hasContent("theirs");
    assertThat(names()).containsExactlyInAnyOrder("labels", "labels.gz.part");
    assertThat(recorder.placed).isEmpty();
  }

  @Test
  void keepsTheRightFileThatCameToItsPlaceMeanwhile() throws Exception {
    Recorder recorder = meanwhile(LABELS);

    fetch(List.of(LABELS_FILE), recorder);

    assertThat(names()).containsExactly("labels");
    assertThat(recorder.kept).containsExactly(directory.resolve("labels"));
    assertThat(recorder.placed).isEmpty();
  }

  @Test
  void keepsWhatHasComeForTheNextRunWhenAllMirrorsFail() throws Exception {
    first.first(new Cut(10_000), new Status(503));
    second.first(new Cut(20_000), new Status(503));

    assertThatThrownBy(() -> fetch(List.of(IMAGES_FILE)))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("HTTP status 503");
    assertThat(part()).hasBinaryContent(Arrays.copyOf(IMAGES_GZ, 30_000));
    assertThat(names()).containsExactly("images.gz.part");

    fetch(List.of(IMAGES_FILE));
    assertThat(first.requests()).contains(new Request("images.gz", "bytes=30000-"));
    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
  }

  @Test
  void takesEverythingFromAServerThatIgnoresTheRange() throws Exception {
    Files.write(part(), Arrays.copyOf(IMAGES_GZ, 123_456));
    first.first(new IgnoreRange());

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(first.requests()).hasSize(1);
  }

  @Test
  void unpacksAWholePartialFileThatTheServerHasNothingToAddTo() throws Exception {
    Files.write(part(), IMAGES_GZ);

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    String range = "bytes=%d-".formatted(IMAGES_GZ.length);
    assertThat(first.requests()).containsExactly(new Request("images.gz", range));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 123_456, 300_000, 2_000_000})
  void startsAgainWhenWhatIsThereDoesNotFit(int length) throws Exception {
    Files.write(part(), new byte[length]);

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(first.requests()).hasSize(2).endsWith(new Request("images.gz", null));
    assertThat(names()).containsExactly("images");
  }

  @Test
  void startsAgainWhenTheServerSendsAnotherRange() throws Exception {
    Files.write(part(), Arrays.copyOf(IMAGES_GZ, 1_000));
    first.first(new ShiftRange());

    fetch(List.of(IMAGES_FILE));

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(first.requests()).endsWith(new Request("images.gz", null)).hasSize(2);
  }

  static Stream<Arguments> badContents() {
    byte[] other = IMAGES.clone();
    other[IMAGES.length - 1] ^= 1;
    byte[] damaged = IMAGES_GZ.clone();
    damaged[IMAGES_GZ.length / 2] ^= 1;
    return Stream.of(
        arguments("another file", gzip(other), "found 300,000 bytes with SHA-256"),
        arguments("a shorter file", gzip(Arrays.copyOf(IMAGES, 9)), "found 9 bytes with SHA-256"),
        arguments("a bomb", gzip(new byte[50_000_000]), "found more than 300,000 bytes"),
        arguments("a truncated gzip", Arrays.copyOf(IMAGES_GZ, 999), "found a damaged gzip"),
        arguments("a damaged gzip", damaged, "found "),
        arguments("no gzip", "<html>".repeat(99).getBytes(US_ASCII), "found a damaged gzip"),
        arguments("an empty file", new byte[1], "found a damaged gzip"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badContents")
  void leavesAMirrorWhoseContentIsWrongForTheNext(String what, byte[] served, String found)
      throws Exception {
    first.serve("images.gz", served);
    Recorder recorder = new Recorder();

    new Fetch(FILES, mirrors(), SHORT, recorder).into(directory);

    assertThatBothFilesAreRight();
    assertThat(recorder.abandoned).hasSize(1);
    assertThat(recorder.abandoned.get(0))
        .startsWith(first.mirror() + ": sent other bytes: expected 300,000 bytes with SHA-256 ")
        .contains(found);
    assertThat(first.requests()).hasSize(2);
  }

  @Test
  void stopsAMirrorThatSendsMoreThanTheFileCanHave() throws Exception {
    first.first(new Flood());
    Recorder recorder = new Recorder();

    new Fetch(List.of(IMAGES_FILE), mirrors(), SHORT, recorder).into(directory);

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(recorder.abandoned)
        .containsExactly(first.mirror() + ": sent more than the 307,096 bytes possible");
  }

  @Test
  void doesNotAskAMirrorAgainThatLacksAFile() throws Exception {
    first.first(new Status(404));

    fetch(FILES);

    assertThatBothFilesAreRight();
    assertThat(first.requests()).containsExactly(new Request("labels.gz", null));
    assertThat(second.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50_000})
  void doesNotWaitForeverForASilentServer(int after) throws Exception {
    Behaviour stall = new Stall(after);
    first.first(stall, stall, stall, stall, stall);
    Recorder recorder = new Recorder();

    new Fetch(List.of(IMAGES_FILE), mirrors(), SHORT, recorder).into(directory);

    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(recorder.abandoned).containsExactly(first.mirror() + ": sent nothing for 0.4 s");
  }

  @Test
  void saysInOneLineWhatToDoWithoutNetwork() throws Exception {
    Mirror closed = closedMirror();
    Files.write(directory.resolve("labels"), LABELS);

    assertThatThrownBy(
            () -> new Fetch(FILES, List.of(closed), SHORT, new Recorder()).into(directory))
        .isInstanceOf(FetchException.class)
        .hasMessage(
            "images.gz could not be fetched (%simages.gz: not to be reached). Without network,"
                    .formatted(closed)
                + " place these files, raw or gzipped, in %s: images.gz".formatted(directory));
    assertThat(names()).containsExactly("labels");
  }

  @Test
  void goesToTheNextMirrorWhenOneIsNotToBeReached() throws Exception {
    new Fetch(FILES, List.of(closedMirror(), second.mirror()), SHORT, new Recorder())
        .into(directory);

    assertThatBothFilesAreRight();
  }

  @Test
  void keepsRightFilesRawOrGzippedAndAsksForNothing() throws Exception {
    Files.write(directory.resolve("labels"), LABELS);
    Files.write(directory.resolve("images.gz"), IMAGES_GZ);
    Recorder recorder = new Recorder();

    new Fetch(FILES, mirrors(), SHORT, recorder).into(directory);

    assertThat(first.requests()).isEmpty();
    assertThat(recorder.kept)
        .containsExactly(directory.resolve("labels"), directory.resolve("images.gz"));
    assertThat(names()).containsExactlyInAnyOrder("labels", "images.gz");
  }

  @Test
  void refusesWrongFilesAllAtOnceAndTouchesNothing() throws Exception {
    Files.writeString(directory.resolve("labels"), "eight");
    Files.write(directory.resolve("images.gz"), Arrays.copyOf(IMAGES_GZ, 1_000));

    assertThatThrownBy(() -> fetch(FILES))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(
            "%s is not the published file: expected %s, found 5 bytes with SHA-256 "
                .formatted(directory.resolve("labels"), LABELS_FILE.expectation()))
        .hasMessageContaining(
            "%s is not the published file: expected %s, found a damaged gzip"
                .formatted(directory.resolve("images.gz"), IMAGES_FILE.expectation()))
        .hasMessageEndingWith(
            "Nothing was changed: move what is wrong away, or name another directory");
    assertThat(directory.resolve("labels")).hasContent("eight");
    assertThat(names()).containsExactlyInAnyOrder("labels", "images.gz");
    assertThat(first.requests()).isEmpty();
  }

  @Test
  void refusesADirectoryUnderAFilesName() throws Exception {
    Files.createDirectory(directory.resolve("labels"));

    assertThatThrownBy(() -> fetch(FILES))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("found no regular file");
  }

  @Test
  void refusesTwoFilesForOne() throws Exception {
    Files.write(directory.resolve("labels"), LABELS);
    Files.write(directory.resolve("labels.gz"), gzip(LABELS));

    assertThatThrownBy(() -> fetch(FILES))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith(
            "%s and %s are both there"
                .formatted(directory.resolve("labels"), directory.resolve("labels.gz")));
  }

  @Test
  void refusesASecondFetchIntoTheSameDirectory() throws Exception {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      assertThatThrownBy(() -> fetch(FILES))
          .isInstanceOf(FetchException.class)
          .hasMessage("Another fetch is at work in %s: wait until it has ended", directory);
    } finally {
      lock.close();
    }
    fetch(FILES);
    assertThatBothFilesAreRight();
  }

  /** Who came while the first was at work, and who comes after it, must meet at one file. */
  @Test
  void letsNobodyInBesideAWaiterWhoOpenedTheLockEarly() throws Exception {
    DirectoryLock ended = DirectoryLock.take(directory);
    try (FileChannel waiter =
        FileChannel.open(directory.resolve(DirectoryLock.FILE), StandardOpenOption.WRITE)) {
      ended.close();
      assertThat(waiter.tryLock()).isNotNull();

      assertThatThrownBy(() -> fetch(FILES))
          .isInstanceOf(FetchException.class)
          .hasMessage("Another fetch is at work in %s: wait until it has ended", directory);
    }
  }

  @Test
  void doesNotFetchAgainWhatAnotherFetchBroughtBeforeTheLock() throws Exception {
    Files.write(directory.resolve("labels"), LABELS);
    Recorder recorder =
        new Recorder() {
          @Override
          public void kept(Path file) {
            super.kept(file);
            write("images", IMAGES);
          }
        };

    new Fetch(List.of(IMAGES_FILE, LABELS_FILE), mirrors(), SHORT, recorder).into(directory);

    assertThat(first.requests()).isEmpty();
    assertThat(recorder.kept)
        .containsExactly(directory.resolve("labels"), directory.resolve("images"));
  }

  @Test
  void refusesWhatAnotherBroughtBeforeTheLockIfItIsWrong() throws Exception {
    Files.write(directory.resolve("labels"), LABELS);
    Recorder recorder =
        new Recorder() {
          @Override
          public void kept(Path file) {
            write("images", new byte[9]);
          }
        };

    Fetch fetch = new Fetch(List.of(IMAGES_FILE, LABELS_FILE), mirrors(), SHORT, recorder);
    assertThatThrownBy(() -> fetch.into(directory))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("images is not the published file: expected 300,000 bytes");
    assertThat(directory.resolve("images")).hasBinaryContent(new byte[9]);
  }

  @Test
  void showsNothingUnderTheFinalNameBeforeItIsWhole() throws Exception {
    Recorder recorder =
        new Recorder() {
          @Override
          public void received(long bytes) {
            super.received(bytes);
            assertThat(directory.resolve("images")).doesNotExist();
          }

          @Override
          public void placed(Path file) {
            super.placed(file);
            assertThat(file).hasBinaryContent(IMAGES);
          }
        };

    new Fetch(List.of(IMAGES_FILE), mirrors(), SHORT, recorder).into(directory);

    assertThat(recorder.placed).containsExactly(directory.resolve("images"));
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    Files.write(part(), Arrays.copyOf(IMAGES_GZ, 1_000));
    Recorder recorder = new Recorder();

    new Fetch(List.of(IMAGES_FILE), mirrors(), SHORT, recorder).into(directory);

    assertThat(recorder.resumed).containsExactly(1_000L);
    assertThat(recorder.totals).containsExactly((long) IMAGES_GZ.length);
    assertThat(recorder.received).isSorted().endsWith((long) IMAGES_GZ.length);
    assertThat(recorder.stops).isEqualTo(1);
  }

  private void fetch(List<PublishedFile> files) throws IOException, InterruptedException {
    fetch(files, new Recorder());
  }

  private void fetch(List<PublishedFile> files, Recorder recorder)
      throws IOException, InterruptedException {
    new Fetch(files, mirrors(), SHORT, recorder).into(directory);
  }

  private List<Mirror> mirrors() {
    return List.of(first.mirror(), second.mirror());
  }

  private void assertThatBothFilesAreRight() throws IOException {
    assertThat(names()).containsExactlyInAnyOrder("images", "labels");
    assertThat(directory.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(directory.resolve("labels")).hasBinaryContent(LABELS);
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path part() {
    return directory.resolve("images.gz.part");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(DirectoryLock.FILE))
          .toList();
    }
  }

  /** A port that was free a moment ago. */
  private static Mirror closedMirror() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Mirror(URI.create("http://127.0.0.1:%d/".formatted(socket.getLocalPort())));
    }
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new SplittableRandom(7).nextBytes(noise);
    return noise;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return gzipped.toByteArray();
  }

  private static PublishedFile published(String name, byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new PublishedFile(name, bytes.length, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnSetTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  /** More than are drawn at once, and no multiple of that. */
  private static final int ROWS = 20_001;

  @TempDir Path directory;

  /** Golden: a change of these bytes changes every run on them; note it in CHANGELOG.md. */
  @Test
  void writesTheSameBytesOnEveryMachine() throws IOException {
    write(new DrawnSet(ROWS, 1), directory);

    assertThat(Sha256.of(bytes(IMAGES)))
        .isEqualTo("af6067119fcbbc967f609938b00ae93047e6b8f810ebc1da17c963986f5fafb4");
    assertThat(Sha256.of(bytes(LABELS)))
        .isEqualTo("c2f294b8154981a5129b2e3d1278f5f60733abcdd423d7df5dbcd4287ee9de3d");
  }

  @Test
  void writesTheSameBytesOnOneCore() throws Exception {
    DrawnSet set = new DrawnSet(ROWS, 7);
    write(set, directory.resolve("all"));
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      one.submit(
              () -> {
                write(set, directory.resolve("one"));
                return null;
              })
          .get();
    } finally {
      one.shutdown();
    }

    assertThat(directory.resolve("one/" + IMAGES))
        .hasSameBinaryContentAs(directory.resolve("all/" + IMAGES));
  }

  @Test
  void writesLabelsAndPicturesOfTheRowsBehindTheirHeaders() throws IOException {
    DrawnSet set = new DrawnSet(ROWS, 3);
    write(set, directory);

    byte[] images = bytes(IMAGES);
    byte[] labels = bytes(LABELS);
    assertThat(images)
        .hasSize(16 + ROWS * 784)
        .startsWith(0, 0, 8, 3, 0, 0, 0x4e, 0x21, 0, 0, 0, 28);
    assertThat(labels).hasSize(8 + ROWS).startsWith(0, 0, 8, 1, 0, 0, 0x4e, 0x21);
    for (int row : List.of(0, 1, 8_191, 8_192, 16_384, ROWS - 1)) {
      assertThat(labels[8 + row]).isEqualTo((byte) set.label(row));
      assertThat(Arrays.copyOfRange(images, 16 + row * 784, 16 + (row + 1) * 784))
          .isEqualTo(set.image(row));
    }
  }

  @Test
  void beginsLikeASmallerSetOfItsSeed() {
    DrawnSet small = new DrawnSet(10, 3);
    DrawnSet large = new DrawnSet(100_000_000L, 3);

    for (int row = 0; row < 10; row++) {
      assertThat(large.label(row)).isEqualTo(small.label(row));
      assertThat(large.image(row)).isEqualTo(small.image(row));
    }
  }

  @Test
  void drawsOtherDigitsForAnotherSeedAnotherRowAndThanTheBuiltinSet() {
    byte[] image = new DrawnSet(10, 1).image(0);

    assertThat(new DrawnSet(10, 2).image(0)).isNotEqualTo(image);
    assertThat(new DrawnSet(10, 1).image(1)).isNotEqualTo(image);
    List<byte[]> builtin = DigitSet.TRAINING.images().toList();
    assertThat(builtin).noneMatch(drawn -> Arrays.equals(drawn, image));
  }

  /** A tenth each; 4 standard deviations of a binomial of 20,000 rows allowed. */
  @Test
  void drawsEachClassAboutEquallyOften() {
    DrawnSet set = new DrawnSet(20_000, 1);
    int[] counts = new int[10];
    for (int row = 0; row < 20_000; row++) {
      counts[set.label(row)]++;
    }

    assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 2_000) <= 170);
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    List<Long> drawn = new ArrayList<>();
    new DrawnSet(ROWS, 1).writeTo(new Configuration(), directory.toString(), drawn::add);

    assertThat(drawn).containsExactly(0L, 8_192L, 16_384L);
  }

  @ParameterizedTest
  @ValueSource(strings = {IMAGES, IMAGES + ".gz", LABELS, LABELS + ".gz"})
  void refusesADirectoryWithATrainingSetAndTouchesNothing(String name) throws IOException {
    Files.writeString(directory.resolve(name), "theirs");

    assertThatThrownBy(() -> write(new DrawnSet(10, 1), directory))
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessage(
            "%s holds a training set already, or a part of one: expected no file of its names, found %s. Name another directory, or delete them.",
            directory, name);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve(name));
    }
    assertThat(directory.resolve(name)).hasContent("theirs");
  }

  @Test
  void ofTwoThatDrawIntoOneDirectoryAtOnceJustOneDoes() throws Exception {
    CyclicBarrier bothHaveFoundNothing = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Optional<Long>>> drawings = new ArrayList<>();
      for (long seed : new long[] {1, 2}) {
        drawings.add(threads.submit(() -> drawn(seed, bothHaveFoundNothing)));
      }
      List<Long> winners = new ArrayList<>();
      for (Future<Optional<Long>> drawing : drawings) {
        drawing.get().ifPresent(winners::add);
      }
      assertThat(winners).hasSize(1);
      write(new DrawnSet(100, winners.get(0)), directory.resolve("alone"));
    } finally {
      threads.shutdownNow();
    }
    for (String name : List.of(IMAGES, LABELS)) {
      assertThat(directory.resolve(name))
          .hasSameBinaryContentAs(directory.resolve("alone").resolve(name));
    }
  }

  /** Its seed, if it has drawn the set. */
  private Optional<Long> drawn(long seed, CyclicBarrier barrier) throws IOException {
    try {
      new DrawnSet(100, seed)
          .writeTo(new Configuration(), directory.toString(), rows -> await(barrier));
      return Optional.of(seed);
    } catch (FileAlreadyExistsException e) {
      assertThat(e).hasMessageContaining("is there already");
      return Optional.empty();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (BrokenBarrierException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Or somebody's labels and our images would be taken for one set. */
  @Test
  void leavesNoImagesBesideLabelsThatSomebodyElsePutThereMeanwhile() throws IOException {
    Path labels = directory.resolve(LABELS);

    assertThatThrownBy(
            () ->
                new DrawnSet(10, 1)
                    .writeTo(new Configuration(), directory.toString(), rows -> theirs(labels)))
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessage(
            "%s got another one's %s while the images were drawn: expected no file of that name, found one. Nothing of this set is there. Name another directory, or delete that file.",
            directory, LABELS);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(labels);
    }
    assertThat(labels).hasContent("theirs");
  }

  private static void theirs(Path place) {
    try {
      Files.writeString(place, "theirs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 4_294_967_296L})
  void refusesRowsThatNoFileHolds(long rows) {
    assertThatThrownBy(() -> new DrawnSet(rows, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: expected 1 to 4294967295, found %d", rows);
  }

  private static void write(DrawnSet set, Path directory) throws IOException {
    set.writeTo(new Configuration(), directory.toString(), drawn -> {});
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }
}

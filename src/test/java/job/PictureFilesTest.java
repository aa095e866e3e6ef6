package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.idx.IdxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

class PictureFilesTest {
  private static final int ROWS = 400;

  @TempDir Path folder;

  @Test
  void takesEachPictureOnceHoweverOftenItIsNamed() throws Exception {
    Files.createDirectories(folder.resolve("a/_temporary"));
    for (String file : List.of("a/b.png", "a/_SUCCESS", "a/.c.png", "a/_temporary/d.png")) {
      Files.writeString(folder.resolve(file), "");
    }
    Files.createSymbolicLink(folder.resolve("a/up"), folder);

    assertThat(sources("", "a", "a/b.png"))
        .extracting(PictureSource::path)
        .containsExactly("file:" + folder + "/a/b.png");
  }

  @Test
  void givesPathsBackAsTheInputsWereNamed() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/c.png"), "");
    Path images = idx("i-idx3-ubyte");
    String a = folder + "/a/";

    PictureFiles files =
        PictureFiles.in(new Configuration(), List.of(a, images.toString(), a + "b/../b"));

    assertThat(files.asGiven("file:" + a + "x.png")).isEqualTo(a + "x.png");
    assertThat(files.asGiven("file:" + a + "b/c.png")).isEqualTo(a + "b/c.png");
    assertThat(files.asGiven("file:" + images + "#7")).isEqualTo(images + "#7");
    assertThat(files.asGiven("file:" + folder + "/ab")).isEqualTo("file:" + folder + "/ab");
    assertThat(files.kinds()).isEqualTo("files and images");
  }

  @Test
  void saysAllThatIsNotThere() {
    assertThatThrownBy(() -> sources("a", "b"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith(
            "Not there: expected files or folders of pictures (--input), found none at %s/a, %s/b. Correct the paths",
            folder, folder);
  }

  @Test
  void makesARowOfADamagedIdxFile() throws Exception {
    Path whole = idx("whole-idx3-ubyte");
    Path cut = cut(idx("cut-idx3-ubyte"), 2_000);
    Path none = cut(idx("none-idx3-ubyte"), 3);

    List<PictureSource> sources = sources("");

    assertThat(sources).hasSize(ROWS + 2);
    assertThat(sources.stream().filter(one -> one.error().isEmpty()))
        .allMatch(one -> one.path().startsWith("file:" + whole + "#") && one.image().isPresent());
    assertThat(sources.stream().filter(one -> one.error().isPresent()))
        .extracting(PictureSource::path)
        .containsExactly("file:" + cut, "file:" + none);
    assertThat(sources.stream().flatMap(one -> one.error().stream()))
        .allMatch(error -> error.contains("expected") && error.contains("found"));
  }

  @Test
  void makesARowOfAGzipThatIsCutOffAfterTheImagesBeforeIt() throws Exception {
    Path cut = idx("cut-idx3-ubyte.gz");
    cut(cut, Files.size(cut) / 2);

    List<PictureSource> sources = sources("");

    assertThat(sources.stream().filter(one -> one.error().isEmpty()).count())
        .isBetween(ROWS / 4L, ROWS / 2L + 1);
    assertThat(sources.stream().filter(one -> one.error().isPresent()))
        .singleElement()
        .satisfies(one -> assertThat(one.path()).isEqualTo("file:" + cut))
        .satisfies(one -> assertThat(one.error().orElseThrow()).contains("expected", "found"));
  }

  /** As a block of HDFS that is lost, or a disk that fails: Spark's iterator passes it on. */
  @Test
  void makesARowOfAnIdxFileWhoseStorageFails() {
    Iterator<Row> rows =
        Stream.<Row>generate(() -> PictureFilesTest.raise(new IOException("block lost")))
            .iterator();

    assertThat(new IdxPictures("hdfs://h/i-idx3-ubyte", rows))
        .toIterable()
        .singleElement()
        .extracting(one -> one.error().orElseThrow())
        .asString()
        .startsWith("Cannot be read to its end: java.io.IOException: block lost. ");
  }

  /** As Scala throws it: undeclared. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> Row raise(Exception exception) throws E {
    throw (E) exception;
  }

  /** Of as many pixels as there are in the networks' own. */
  @Test
  void refusesImagesOfAnotherShape() throws Exception {
    Path wide = folder.resolve("wide-idx3-ubyte");
    IdxWriter.writeImages(
        new Configuration(), wide.toString(), 14, 56, 1, List.of(new byte[14 * 56]).iterator());

    assertThat(sources(""))
        .singleElement()
        .satisfies(one -> assertThat(one.path()).isEqualTo("file:" + wide + "#0"))
        .satisfies(
            one ->
                assertThat(one.error())
                    .hasValue(
                        "The networks take images of 28×28 pixels: expected 28×28, found 14×56 in this file. Scale them first"));
  }

  /** Spark walks through what an RDD is made of by calls within calls. */
  @Test
  void isAsDeepForManyIdxFilesAsForOne() throws Exception {
    for (int file = 0; file < 20; file++) {
      IdxWriter.writeImages(
          new Configuration(),
          folder.resolve("%03d-idx3-ubyte".formatted(file)).toString(),
          28,
          28,
          1,
          List.of(new byte[28 * 28]).iterator());
    }

    JavaRDD<PictureSource> pictures =
        PictureFiles.in(new Configuration(), List.of(folder.toString()))
            .pictures(SparkSessions.shared(), 0);

    assertThat(pictures.rdd().dependencies().size()).isEqualTo(21);
    assertThat(pictures.toDebugString().lines().filter(line -> line.contains("UnionRDD")))
        .hasSize(1);
    assertThat(pictures.map(PictureSource::path).collect())
        .hasSize(20)
        .isSorted()
        .endsWith("file:" + folder + "/019-idx3-ubyte#0");
  }

  private List<PictureSource> sources(String... inputs) throws Exception {
    List<String> places = Stream.of(inputs).map(input -> folder.resolve(input).toString()).toList();
    return PictureFiles.in(new Configuration(), places)
        .pictures(SparkSessions.shared(), 0)
        .collect()
        .stream()
        .sorted(Comparator.comparing(PictureSource::path))
        .toList();
  }

  private Path idx(String name) throws Exception {
    SplittableRandom random = new SplittableRandom(9);
    Stream<byte[]> images =
        Stream.generate(
                () -> {
                  byte[] image = new byte[28 * 28];
                  random.nextBytes(image);
                  return image;
                })
            .limit(ROWS);
    Path file = folder.resolve(name);
    IdxWriter.writeImages(new Configuration(), file.toString(), 28, 28, ROWS, images.iterator());
    return file;
  }

  private static Path cut(Path file, long length) throws Exception {
    return Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
  }
}

package io.idx;

import static io.idx.IdxBytes.concat;
import static io.idx.IdxBytes.gzip;
import static io.idx.IdxBytes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.SparkSessions;

/** Three images of 2×4 pixels and their three labels, damaged in every way the issue lists. */
class IdxRefusalsTest {
  private static final byte[] IMAGES = IdxBytes.images(3, 2, 4, 1);
  private static final byte[] LABELS = IdxBytes.labels(3, 10);
  private static final String COPY =
      " The file was cut off or altered on its way: copy or download it again.";
  private static final String HEADER_DAMAGED =
      " The header is damaged, or the file is made for another use: copy or download it again.";

  @TempDir Path directory;

  static Stream<Arguments> refusedOnTheDriver() {
    return Stream.of(
        arguments(
            "images",
            with(IMAGES, 0, 1),
            "Wrong magic number: PATH, offset 0: expected 0x00000803, found 0x01000803."
                + " This is no IDX file: check which file the path names."),
        arguments(
            "images",
            gzip(IMAGES),
            "Wrong magic number: PATH, offset 0: expected 0x00000803, found 0x1F8B0800."
                + " These are the first bytes of a gzip: give the file a name that ends in .gz."),
        arguments(
            "images",
            with(IMAGES, 2, 0x0D),
            "Wrong element type: PATH, offset 2: expected 0x08 (unsigned byte), found 0x0D (float)."
                + " Only unsigned bytes are read: convert the file, or check which file the path"
                + " names."),
        arguments(
            "images",
            with(IMAGES, 3, 4),
            "Wrong number of dimensions: PATH, offset 3: expected 3 (images), found 4."
                + " Check which file the path names."),
        arguments(
            "images",
            LABELS,
            "Wrong number of dimensions: PATH, offset 3: expected 3 (images), found 1."
                + " A file of one dimension holds labels: give it as the option labels."),
        arguments(
            "images.gz",
            gzip(LABELS),
            "Wrong number of dimensions: PATH, offset 3 of the uncompressed bytes: expected 3"
                + " (images), found 1. A file of one dimension holds labels: give it as the option"
                + " labels."),
        arguments(
            "images",
            with(IMAGES, 4, 0, 0, 0, 0),
            "Unusable size in the header: PATH, offset 4: expected the number of items from 1 to"
                + " 4294967295, found 0."
                + HEADER_DAMAGED),
        arguments(
            "images",
            with(IMAGES, 8, 0xFF, 0xFF, 0xFF, 0xFF),
            "Unusable size in the header: PATH, offset 8: expected rows from 1 to 65535, found"
                + " 4294967295."
                + HEADER_DAMAGED),
        arguments(
            "images",
            with(IMAGES, 12, 0, 0, 0, 0),
            "Unusable size in the header: PATH, offset 12: expected columns from 1 to 65535,"
                + " found 0."
                + HEADER_DAMAGED),
        arguments(
            "images",
            with(IMAGES, 8, 0, 0, 0x10, 1, 0, 0, 0x10, 0),
            "Unusable size in the header: PATH, offset 8: expected rows times columns of at most"
                + " 16777216, found 4097 times 4096."
                + HEADER_DAMAGED),
        arguments(
            "images",
            with(IMAGES, 4, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x10, 0, 0, 0, 0x10, 0),
            "Fewer bytes than the header says: PATH, offset 40: expected 72057594021150736 bytes"
                + " (a header of 16, 4294967295 images of 4096×4096), found 40 bytes."
                + COPY),
        arguments(
            "images.gz",
            gzip(with(IMAGES, 4, 0x7F, 0xFF, 0xFF, 0xFF)),
            "Fewer bytes than the header says: PATH, offset MOST of the uncompressed bytes:"
                + " expected 17179869192 bytes (a header of 16, 2147483647 images of 2×4), found a"
                + " gzip of STORED bytes, which holds MOST at most."
                + COPY),
        arguments(
            "images",
            new byte[0],
            "Fewer bytes than the header says: PATH, offset 0: expected an IDX header, found the"
                + " end of the file after 0 bytes."
                + COPY),
        arguments(
            "images",
            Arrays.copyOf(IMAGES, 15),
            "Fewer bytes than the header says: PATH, offset 15: expected a header of 16 bytes,"
                + " found the end of the file after 15 bytes."
                + COPY),
        arguments(
            "images",
            Arrays.copyOf(IMAGES, 39),
            "Fewer bytes than the header says: PATH, offset 39: expected 40 bytes (a header of 16,"
                + " 3 images of 2×4), found 39 bytes."
                + COPY),
        arguments(
            "images",
            concat(IMAGES, (byte) 0),
            "More bytes than the header says: PATH, offset 40: expected 40 bytes (a header of 16,"
                + " 3 images of 2×4), found 41 bytes. The header is damaged, or something was"
                + " appended to the file: copy or download it again."),
        arguments(
            "images.gz",
            IMAGES,
            "Not a gzip: PATH, offset 0 of the compressed file: expected 1F 8B 08, found 00 00 08."
                + " If the file is not compressed, take .gz off its name; otherwise copy it"
                + " again."),
        arguments(
            "images.gz",
            new byte[0],
            "Not a gzip: PATH, offset 0 of the compressed file: expected 1F 8B 08, found an empty"
                + " file. If the file is not compressed, take .gz off its name; otherwise copy it"
                + " again."),
        arguments(
            "images.gz",
            Arrays.copyOf(gzip(IMAGES), 9),
            "Damaged gzip: PATH, offset 9 of the compressed file: expected the rest of a gzip"
                + " header, found the end of the file."
                + COPY),
        arguments(
            "images.gz",
            Arrays.copyOf(gzip(IMAGES), 20),
            "Damaged gzip: PATH, offset 20 of the compressed file: expected more compressed data,"
                + " found the end of the file."
                + COPY),
        arguments(
            "images.gz",
            with(gzip(IMAGES), 3, 0x80),
            "Damaged gzip: PATH, offset 4 of the compressed file: expected flags below 0x20, found"
                + " 0x80."
                + COPY));
  }

  @ParameterizedTest(name = "{index}: {2}")
  @MethodSource
  void refusedOnTheDriver(String name, byte[] bytes, String message) {
    String path = IdxBytes.write(directory, name, bytes);
    String expected =
        message
            .replace("PATH", path)
            .replace("MOST", String.valueOf(bytes.length * 1032L))
            .replace("STORED", String.valueOf(bytes.length));

    assertThatThrownBy(() -> images(path))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(expected)
        .satisfies(e -> assertThat(((IdxException) e).path()).isEqualTo(path))
        .satisfies(e -> assertThat(expected).contains("offset " + ((IdxException) e).offset()));
  }

  @Test
  void refusesAMissingFile() {
    String path = directory.resolve("none").toString();

    assertThatThrownBy(() -> images(path))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "No such file: %s: expected a file, found nothing. Check the path: one file,"
                + " taken literally (no wildcards), on the file system that its scheme names or,"
                + " without a scheme, on fs.defaultFS.",
            path);
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> images(directory.toString()))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "Not a file: %s: expected a file, found a directory. Name the file itself,"
                + " for example train-images-idx3-ubyte.gz in it.",
            directory);
  }

  @Test
  void refusesImagesGivenAsLabels() {
    String images = IdxBytes.write(directory, "images", IMAGES);

    assertThatThrownBy(() -> labelled(images, images))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "Wrong number of dimensions: %s, offset 3: expected 1 (labels), found 3. A file of"
                + " three dimensions holds images: give it as the path.",
            images);
  }

  @Test
  void refusesLabelsThatDifferInNumber() {
    String images = IdxBytes.write(directory, "images", IMAGES);
    String labels = IdxBytes.write(directory, "labels", IdxBytes.labels(4, 10));

    assertThatThrownBy(() -> labelled(images, labels))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "Images and labels differ in number: %s, offset 4: expected 3 labels, one for each"
                + " image of %s, found 4. Give the labels that belong to these images (train with"
                + " train, t10k with t10k).",
            labels, images);
  }

  static Stream<Arguments> refusedByATask() {
    byte[] gzip = gzip(IMAGES);
    int crc = gzip.length - 8;
    int length = gzip.length - 4;
    return Stream.of(
        arguments(
            gzip(Arrays.copyOf(IMAGES, 39)),
            "Fewer bytes than the header says: PATH, offset 39 of the uncompressed bytes: expected"
                + " 40 bytes (a header of 16, 3 images of 2×4), found the end of the file after 39"
                + " bytes."
                + COPY),
        arguments(
            gzip(concat(IMAGES, (byte) 0)),
            "More bytes than the header says: PATH, offset 40 of the uncompressed bytes: expected"
                + " 40 bytes (a header of 16, 3 images of 2×4), found more. The header is damaged,"
                + " or something was appended to the file: copy or download it again."),
        arguments(
            concat(gzip(IMAGES), gzip(new byte[1])),
            "More bytes than the header says: PATH, offset 40 of the uncompressed bytes: expected"
                + " 40 bytes (a header of 16, 3 images of 2×4), found more. The header is damaged,"
                + " or something was appended to the file: copy or download it again."),
        arguments(
            concat(gzip, (byte) 0),
            "More bytes than the gzip holds: PATH, offset "
                + gzip.length
                + " of the compressed file: expected the end of the file, or a further gzip member"
                + " (1F 8B 08), found 00. Something was appended to the file: copy or download it"
                + " again."),
        arguments(
            Arrays.copyOf(gzip, gzip.length - 1),
            "Damaged gzip: PATH, offset "
                + (gzip.length - 1)
                + " of the compressed file: expected a gzip trailer of 8 bytes, found the end of"
                + " the file."
                + COPY),
        arguments(
            with(gzip, crc, 1, 2, 3, 4),
            "Damaged gzip: PATH, offset "
                + length
                + " of the compressed file: expected content with the CRC-32 0x04030201, found"
                + " CRC."
                + COPY),
        arguments(
            with(gzip, length, 41),
            "Damaged gzip: PATH, offset "
                + gzip.length
                + " of the compressed file: expected 41 bytes of content (modulo 2^32), found 40."
                + COPY));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource
  void refusedByATask(byte[] bytes, String message) {
    String path = IdxBytes.write(directory, "images.gz", bytes);
    Dataset<Row> set = images(path);

    assertRefusedByATask(set, message.replace("PATH", path).replace("CRC.", crc(IMAGES) + "."));
  }

  @Test
  void refusesALabelBeyondTheClassesWithItsOffset() {
    String images = IdxBytes.write(directory, "images", IMAGES);
    String labels = IdxBytes.write(directory, "labels", with(LABELS, 9, 10));

    assertRefusedByATask(
        labelled(images, labels),
        ("Label out of range: %s, offset 9: expected 0 to 9, found 10. If the set has more classes,"
                + " say so with the option classes; otherwise the labels are damaged: copy or download"
                + " them again.")
            .formatted(labels));
    assertThat(
            SparkSessions.shared()
                .read()
                .format("idx")
                .option("labels", labels)
                .option("classes", 11)
                .load(images)
                .collectAsList())
        .hasSize(3);
  }

  @Test
  void refusesAFileThatChangedAfterPlanning() {
    String path = IdxBytes.write(directory, "images", IMAGES);
    Dataset<Row> set = images(path);
    IdxBytes.write(directory, "images", IdxBytes.images(3, 4, 2, 1));

    assertRefusedByATask(
        set,
        ("The file changed after the read was planned: %s, offset 0: expected 40 bytes (a header"
                + " of 16, 3 images of 2×4), found 40 bytes (a header of 16, 3 images of 4×2)."
                + " Load the data set again, and write new data under a new name.")
            .formatted(path));
  }

  @Test
  void refusesAGzipOfAnotherLengthAfterPlanning() {
    byte[] planned = gzip(IMAGES);
    byte[] other = gzip(IdxBytes.concat(Arrays.copyOf(IMAGES, 16), new byte[24]));
    String path = IdxBytes.write(directory, "images.gz", planned);
    Dataset<Row> set = images(path);
    IdxBytes.write(directory, "images.gz", other);

    assertRefusedByATask(
        set,
        ("The file changed after the read was planned: %s, offset 0: expected 40 bytes (a header of"
                + " 16, 3 images of 2×4) in a gzip of %d bytes, found 40 bytes (a header of 16,"
                + " 3 images of 2×4) in a gzip of %d bytes. Load the data set again, and write new"
                + " data under a new name.")
            .formatted(path, planned.length, other.length));
  }

  @Test
  void refusesAFileOfASharedFileSystemThatWasWrittenAfterPlanning() throws IOException {
    String path = IdxBytes.write(directory, "images", IMAGES);
    Files.setLastModifiedTime(Path.of(path), FileTime.fromMillis(1_000));
    Dataset<Row> set = shared(path);
    IdxBytes.write(directory, "images", IdxBytes.images(3, 2, 4, 2));
    Files.setLastModifiedTime(Path.of(path), FileTime.fromMillis(2_000));

    assertRefusedByATask(
        set,
        ("The file changed after the read was planned: counting://%s, offset 0: expected 40 bytes"
                + " (a header of 16, 3 images of 2×4), written at 1970-01-01T00:00:01Z, found 40"
                + " bytes (a header of 16, 3 images of 2×4), written at 1970-01-01T00:00:02Z. Load"
                + " the data set again, and write new data under a new name.")
            .formatted(path));
  }

  /** Copies on the nodes' own disks have the same bytes, but each was made at another time. */
  @Test
  void takesALocalFileWhateverTheTimeOfItsCopy() throws IOException {
    String path = IdxBytes.write(directory, "images", IMAGES);
    Dataset<Row> set = images(path);
    Files.setLastModifiedTime(Path.of(path), FileTime.fromMillis(1_000));

    assertThat(set.collectAsList()).hasSize(3);
  }

  @Test
  void refusesAFileThatWasCutAfterPlanning() {
    String path = IdxBytes.write(directory, "images", IMAGES);
    Dataset<Row> set = images(path);
    IdxBytes.write(directory, "images", Arrays.copyOf(IMAGES, 39));

    assertRefusedByATask(
        set,
        ("Fewer bytes than the header says: %s, offset 39: expected 40 bytes (a header of 16,"
                + " 3 images of 2×4), found 39 bytes.%s")
            .formatted(path, COPY));
  }

  @Test
  void refusesAFileThatWentAfterPlanning() throws Exception {
    String path = IdxBytes.write(directory, "images", IMAGES);
    Dataset<Row> set = images(path);
    Files.delete(Path.of(path));

    assertThatThrownBy(set::collectAsList)
        .isExactlyInstanceOf(IdxException.class)
        .hasMessageStartingWith("No such file: %s:", path);
  }

  /** Hadoop's local file system keeps checksums of 512 bytes each beside what it writes. */
  @ParameterizedTest
  @ValueSource(ints = {16, 20, 500_000, 500_016, 500_400, 1_000_000})
  void refusesBytesThatTheStoragesChecksumDenies(int damaged) throws IOException {
    String path = directory.resolve("images").toString();
    String plain = directory.resolve("plain").toString();
    List<byte[]> pixels = List.of(new byte[500_000], new byte[500_000]);
    IdxWriter.writeImages(new Configuration(), plain, 1_000, 500, 2, pixels.iterator());
    byte[] file = Files.readAllBytes(Path.of(plain));
    // Our writer leaves no checksum file; other programs of Hadoop's do.
    try (OutputStream out =
        FileSystem.getLocal(new Configuration()).create(new org.apache.hadoop.fs.Path(path))) {
      out.write(file);
    }
    IdxBytes.write(directory, "images", with(file, damaged, 1));

    Throwable thrown =
        catchThrowable(
            () ->
                SparkSessions.shared()
                    .read()
                    .format("idx")
                    .option("rowsPerPartition", 1)
                    .load(path)
                    .collectAsList());

    IdxException refusal =
        (IdxException) (thrown instanceof IdxException ? thrown : thrown.getCause());
    assertThat(refusal)
        .hasMessageStartingWith("Checksum error of the storage: %s, offset ", path)
        .hasMessageContaining("delete the hidden .crc file beside it");
  }

  @Test
  void refusesAFileTakenForADirectory() {
    String path = IdxBytes.write(directory, "images", IMAGES) + "/images";

    assertThatThrownBy(() -> images(path))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessageStartingWith("No such file: %s:", path);
  }

  private static Dataset<Row> images(String path) {
    return SparkSessions.shared().read().format("idx").load(path);
  }

  private static Dataset<Row> shared(String path) {
    return SparkSessions.shared()
        .read()
        .format("idx")
        .option("fs.counting.impl", CountingFileSystem.class.getName())
        .load(CountingFileSystem.SCHEME + "://" + path);
  }

  private static Dataset<Row> labelled(String images, String labels) {
    return SparkSessions.shared().read().format("idx").option("labels", labels).load(images);
  }

  private static void assertRefusedByATask(Dataset<Row> set, String message) {
    Throwable thrown = catchThrowable(set::collectAsList);

    assertThat(thrown).isInstanceOf(SparkException.class);
    assertThat(thrown.getCause()).isExactlyInstanceOf(IdxException.class).hasMessage(message);
  }

  private static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return "0x%08X".formatted(crc.getValue());
  }
}

package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSampleTest {
  private static final int COUNT = 95;
  private static final OptionalInt ANY = OptionalInt.empty();
  private static final Configuration HADOOP = new Configuration();

  static {
    HADOOP.set("fs.counting.impl", CountingFileSystem.class.getName());
  }

  /** Labels are 0 to 9 again and again. */
  private final byte[] images = IdxBytes.images(COUNT, 4, 3, 1);

  private final byte[] labels = IdxBytes.labels(COUNT, 10);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void spreadsRowsEvenlyFromTheFirstOn(String suffix) throws IOException {
    RowSample sample = sample(set(suffix), 4, ANY);

    assertThat(sample.among()).isEqualTo(COUNT);
    assertThat(sample.rows()).extracting(SampledRow::row).containsExactly(0L, 23L, 47L, 71L);
    assertThat(sample.rows()).extracting(SampledRow::label).containsExactly(0, 3, 7, 1);
    assertImages(sample);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void spreadsTheRowsOfOneLabelOverThoseThatHaveIt(String suffix) throws IOException {
    RowSample sample = sample(set(suffix), 3, OptionalInt.of(7));

    assertThat(sample.among()).isEqualTo(9);
    assertThat(sample.rows()).extracting(SampledRow::row).containsExactly(7L, 37L, 67L);
    assertThat(sample.rows()).extracting(SampledRow::label).containsOnly(7);
    assertImages(sample);
  }

  @Test
  void takesAllRowsWhereMoreAreAskedFor() throws IOException {
    RowSample sample = sample(set(""), COUNT + 1, ANY);

    assertThat(sample.rows())
        .extracting(SampledRow::row)
        .containsExactlyElementsOf(LongStream.range(0, COUNT).boxed().toList());
    assertImages(sample);
  }

  @Test
  void countsEachLabelThatIsThere() throws IOException {
    byte[] some = IdxBytes.with(labels, 8, 9, 9);

    LabelCounts counts = LabelCounts.of(set(images, some, ""));

    assertThat(counts.byLabel()).containsExactly(9L, 9L, 10L, 10L, 10L, 9L, 9L, 9L, 9L, 11L);
    assertThat(counts.sum()).isEqualTo(COUNT);
  }

  /** Of 64 MB no more than what is read ahead around each of three rows. */
  @Test
  void readsOfARawFileWhatIsAskedForAlone() throws IOException {
    int rows = 1_000;
    byte[] large = new byte[16 + rows * 256 * 256];
    ByteBuffer.wrap(large).putInt(0x0803).putInt(rows).putInt(256).putInt(256);
    LabelledRows set = set(large, IdxBytes.labels(rows, 10), "");
    long before = CountingFileSystem.bytesRead();

    assertThat(sample(set, 3, ANY).rows()).hasSize(3);

    assertThat(CountingFileSystem.bytesRead() - before).isLessThan(1 << 20);
  }

  /** The rows shown are those of the first bytes, which are whole. */
  @Test
  void refusesAGzipThatIsDamagedBehindItsRows() throws IOException {
    byte[] gzip = IdxBytes.gzip(images);
    gzip[gzip.length - 5] ^= 1;
    IdxBytes.write(folder, "train-images-idx3-ubyte.gz", gzip);
    IdxBytes.write(folder, "train-labels-idx1-ubyte", labels);
    LabelledRows set = open();

    assertThatThrownBy(() -> sample(set, 1, ANY))
        .isInstanceOf(IdxException.class)
        .hasMessageStartingWith("Damaged gzip")
        .hasMessageContaining("train-images-idx3-ubyte.gz");
  }

  @Test
  void refusesALabelOutOfRange() throws IOException {
    LabelledRows set = set(images, IdxBytes.with(labels, 8 + 50, 10), "");

    assertThatThrownBy(() -> LabelCounts.of(set))
        .isInstanceOf(IdxException.class)
        .hasMessageStartingWith("Label out of range")
        .hasMessageContaining("offset 58: expected 0 to 9, found 10");
  }

  @Test
  void refusesLabelsThatAreNotAsManyAsTheImages() {
    assertThatThrownBy(() -> set(images, IdxBytes.labels(COUNT - 1, 10), ""))
        .isInstanceOf(IdxException.class)
        .hasMessageStartingWith("Images and labels differ in number")
        .hasMessageContaining("found 94");
  }

  private void assertImages(RowSample sample) {
    for (SampledRow row : sample.rows()) {
      byte[] image = IdxBytes.item(images, (int) row.row());
      for (int i = 0; i < image.length; i++) {
        assertThat(row.grey(i / 3, i % 3)).isEqualTo(Byte.toUnsignedInt(image[i]));
      }
    }
  }

  private static RowSample sample(LabelledRows set, int most, OptionalInt label)
      throws IOException {
    return RowSample.of(set, LabelCounts.of(set), most, label);
  }

  private LabelledRows set(String suffix) throws IOException {
    return set(images, labels, suffix);
  }

  private LabelledRows set(byte[] ofImages, byte[] ofLabels, String suffix) throws IOException {
    write("train-images-idx3-ubyte", ofImages, suffix);
    write("train-labels-idx1-ubyte", ofLabels, suffix);
    return open();
  }

  private void write(String name, byte[] bytes, String suffix) {
    IdxBytes.write(folder, name + suffix, suffix.isEmpty() ? bytes : IdxBytes.gzip(bytes));
  }

  private LabelledRows open() throws IOException {
    String directory = CountingFileSystem.SCHEME + "://" + folder;
    return IdxRows.open(HADOOP, IdxPair.find(HADOOP, directory, IdxPair.TRAIN));
  }
}

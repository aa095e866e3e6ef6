package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class MinibatchesTest {
  private static final List<LabelledImage> ROWS = Rows.sortedByLabel(600, 1);

  @Property(tries = 60)
  void holdsEveryRowOnceInWholeMinibatchesButForTheLast(
      @ForAll @IntRange(min = 1, max = 600) int rows,
      @ForAll @IntRange(min = 1, max = 700) int batchSize) {
    List<Integer> sizes = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    Minibatches minibatches =
        Minibatches.shuffled(
            ImageBlock.pack(ROWS.subList(0, rows).iterator()), batchSize, Seeds.shuffle(1, 1, 0));
    while (minibatches.hasNext()) {
      DataSet minibatch = minibatches.next();
      sizes.add(minibatch.numExamples());
      seen.addAll(rows(minibatch));
    }
    assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size == batchSize);
    assertThat(sizes.get(sizes.size() - 1)).isEqualTo((rows - 1) % batchSize + 1);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            ROWS.subList(0, rows).stream().map(MinibatchesTest::row).toList());
  }

  /** Windows of one block, and minibatches that end in the middle of one and go on in the next. */
  @Property(tries = 60)
  void goesOnAcrossWindows(
      @ForAll @IntRange(min = 1, max = 600) int rows,
      @ForAll @IntRange(min = 1, max = 256) int batchSize) {
    RowWindows windows =
        new RowWindows(ImageBlock.pack(ROWS.subList(0, rows).iterator()), 256, places -> {});
    List<String> seen = new ArrayList<>();
    Minibatches minibatches = new Minibatches(windows, batchSize);
    while (minibatches.hasNext()) {
      DataSet minibatch = minibatches.next();
      assertThat(minibatch.numExamples()).isEqualTo(Math.min(batchSize, rows - seen.size()));
      seen.addAll(rows(minibatch));
    }
    assertThat(seen).isEqualTo(ROWS.subList(0, rows).stream().map(MinibatchesTest::row).toList());
  }

  @Test
  void shufflesByTheEpochAndTheShard() {
    assertThat(firstLabels(1, 0))
        .isEqualTo(firstLabels(1, 0))
        .isNotEqualTo(firstLabels(2, 0))
        .isNotEqualTo(firstLabels(1, 1));
  }

  private static List<String> firstLabels(int epoch, int shard) {
    return rows(
        Minibatches.shuffled(ImageBlock.pack(ROWS.iterator()), 64, Seeds.shuffle(9, epoch, shard))
            .next());
  }

  @Test
  void keepsTheOrderOfBlocksWhereAsked() {
    Minibatches minibatches = Minibatches.inOrder(ImageBlock.pack(ROWS.iterator()), 600);
    assertThat(rows(minibatches.next()))
        .isEqualTo(ROWS.stream().map(MinibatchesTest::row).toList());
  }

  @Test
  void scalesPixelsToOneAndShapesThemAsDl4jTakesThem() {
    DataSet minibatch = Minibatches.inOrder(ImageBlock.pack(ROWS.iterator()), 5).next();
    assertThat(minibatch.getFeatures().shape()).containsExactly(5, 1, 28, 28);
    assertThat(minibatch.getLabels().shape()).containsExactly(5, 10);
    byte[] pixels = ROWS.get(3).pixels();
    assertThat(minibatch.getFeatures().getFloat(3, 0, 4, 27))
        .isEqualTo((pixels[4 * 28 + 27] & 0xff) / 255f);
    assertThat(minibatch.getLabels().sumNumber().doubleValue()).isEqualTo(5);
  }

  @Test
  void endsWithTheLastRow() {
    Minibatches minibatches = Minibatches.inOrder(ImageBlock.pack(ROWS.iterator()), 600);
    minibatches.next();
    assertThatThrownBy(minibatches::next).isInstanceOf(NoSuchElementException.class);
    assertThat(
            Minibatches.inOrder(ImageBlock.pack(List.<LabelledImage>of().iterator()), 8).hasNext())
        .isFalse();
  }

  /** A row's label and pixels, as text. */
  private static List<String> rows(DataSet minibatch) {
    float[] pixels = Floats.of(minibatch.getFeatures());
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < minibatch.numExamples(); row++) {
      byte[] grey = new byte[ImageBlock.PIXELS];
      for (int pixel = 0; pixel < grey.length; pixel++) {
        grey[pixel] = (byte) Math.round(pixels[row * ImageBlock.PIXELS + pixel] * 255);
      }
      rows.add(minibatch.getLabels().getRow(row).argMax().getInt(0) + Arrays.toString(grey));
    }
    return rows;
  }

  private static String row(LabelledImage image) {
    return image.label() + Arrays.toString(image.pixels());
  }
}

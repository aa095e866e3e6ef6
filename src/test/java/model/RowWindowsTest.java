package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowWindowsTest {
  private static final List<LabelledImage> ROWS = Rows.sortedByLabel(1_000, 1);

  @Test
  void readsNoFurtherThanItsWindow() {
    Counted blocks = new Counted();
    RowWindows rows = new RowWindows(blocks, 512, places -> {});

    assertThat(rows.hasNext()).isTrue();
    assertThat(blocks.read).hasSize(2);
    for (int row = 0; row < 512; row++) {
      rows.next();
    }
    assertThat(blocks.read).hasSize(2);
    rows.next();
    assertThat(blocks.read).hasSize(4);
  }

  @Test
  void letsGoOfAWindowBeforeItReadsTheNext() {
    List<Long> held = new ArrayList<>();
    Counted blocks =
        new Counted() {
          @Override
          public ImageBlock next() {
            held.add(heldAfterCollection());
            return super.next();
          }
        };
    RowWindows rows = new RowWindows(blocks, 512, places -> {});
    for (int row = 0; row < 1_025; row++) {
      rows.next();
    }

    assertThat(held).containsExactly(0L, 1L, 0L, 1L, 0L, 1L);
  }

  @Test
  void givesEveryRowOnceAndShufflesWithinWindows() {
    List<Integer> seen =
        all(
            new RowWindows(
                ImageBlock.pack(ROWS.iterator()),
                512,
                places -> RowWindows.shuffle(places, new SplittableRandom(1))));

    assertThat(seen).hasSize(1_000).isNotEqualTo(labels(ROWS));
    assertThat(seen.subList(0, 512))
        .containsExactlyInAnyOrderElementsOf(labels(ROWS.subList(0, 512)));
    assertThat(seen.subList(512, 1_000))
        .containsExactlyInAnyOrderElementsOf(labels(ROWS.subList(512, 1_000)));
  }

  @Test
  void keepsTheOrderWhereAsked() {
    assertThat(all(RowWindows.inOrder(ImageBlock.pack(ROWS.iterator())))).isEqualTo(labels(ROWS));
  }

  @Test
  void holdsAShardOfTheSizeOfMnistAndTheLargestMinibatchInOneWindow() {
    assertThat(RowWindows.ROWS).isGreaterThanOrEqualTo(60_000);
    assertThat(RowWindows.ROWS).isGreaterThanOrEqualTo(Hyperparameters.MAX_BATCH_SIZE);
    assertThat(RowWindows.inOrder(ImageBlock.pack(ROWS.iterator())).windowRows()).isEqualTo(1_000);
  }

  @Test
  void endsWithTheLastRow() {
    RowWindows none = RowWindows.inOrder(ImageBlock.pack(List.<LabelledImage>of().iterator()));

    assertThat(none.hasNext()).isFalse();
    assertThat(none.windowRows()).isZero();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }

  private static List<Integer> all(RowWindows rows) {
    List<Integer> labels = new ArrayList<>();
    while (rows.hasNext()) {
      labels.add(rows.next().label());
    }
    return labels;
  }

  private static List<Integer> labels(List<LabelledImage> rows) {
    return rows.stream().map(LabelledImage::label).toList();
  }

  /** Blocks without end, as they would come from a disk: nobody else holds them. */
  private static class Counted implements Iterator<ImageBlock> {
    private final List<WeakReference<ImageBlock>> read = new ArrayList<>();

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public ImageBlock next() {
      ImageBlock block = ImageBlock.pack(ROWS.iterator()).next();
      read.add(new WeakReference<>(block));
      return block;
    }

    long heldAfterCollection() {
      System.gc();
      return read.stream().filter(block -> block.get() != null).count();
    }
  }
}

package io.digits;

import io.idx.LabelledRows;
import java.util.List;
import java.util.function.IntConsumer;

/** One part of the drawn digits, drawn row by row as it is asked for. */
record DrawnRows(DigitSet set) implements LabelledRows {
  @Override
  public String place() {
    return "drawn by this program";
  }

  @Override
  public long count() {
    return set.count();
  }

  @Override
  public int height() {
    return Handwriting.SIDE;
  }

  @Override
  public int width() {
    return Handwriting.SIDE;
  }

  @Override
  public void labels(IntConsumer each) {
    for (byte label : set.labels()) {
      each.accept(label);
    }
  }

  @Override
  public List<byte[]> images(List<Long> rows) {
    byte[] labels = set.labels();
    return rows.stream().map(Math::toIntExact).map(row -> set.image(labels[row], row)).toList();
  }
}

package io.idx;

import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/** Labelled images of one size, of which people look at some. */
public interface LabelledRows {
  /** How many classes there are: labels are below this. */
  int CLASSES = IdxOptions.DEFAULT_CLASSES;

  /** Where they are, for people. */
  String place();

  /** How many there are, at least one. */
  long count();

  /** An image's height in pixels. */
  int height();

  /** An image's width in pixels. */
  int width();

  /**
   * Tells every row's label, 0 to 9, in the order of the rows.
   *
   * @throws IdxException if they are damaged
   */
  void labels(IntConsumer each) throws IOException;

  /**
   * Some rows' images {@code [height × width]}, row by row, unsigned: 0 for black, 255 for white.
   *
   * @param rows ascending, from 0, each below {@link #count}
   * @throws IdxException if they are damaged
   */
  List<byte[]> images(List<Long> rows) throws IOException;
}

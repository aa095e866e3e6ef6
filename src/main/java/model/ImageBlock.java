package model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.Checksum;

/**
 * Up to {@value #ROWS} rows in compact form: {@value #BYTES_PER_ROW} bytes a row, so that a shard
 * stays in an executor's memory as bytes and no array grows with the data set.
 */
public final class ImageBlock implements Serializable {
  /** Pixels of an image, 28 × 28. */
  public static final int PIXELS = 28 * 28;

  static final int ROWS = 256;
  static final int BYTES_PER_ROW = PIXELS + 1;
  private static final long serialVersionUID = 1L;

  private final byte[] labels;
  private final byte[] pixels;
  private final long checks;

  private ImageBlock(List<LabelledImage> rows) {
    labels = new byte[rows.size()];
    pixels = new byte[rows.size() * PIXELS];
    checks = rows.stream().mapToLong(LabelledImage::check).sum();
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (byte) rows.get(row).label();
      System.arraycopy(rows.get(row).pixels(), 0, pixels, row * PIXELS, PIXELS);
    }
  }

  /** Packs rows, in their order, into blocks that are full but for the last. */
  public static Iterator<ImageBlock> pack(Iterator<LabelledImage> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public ImageBlock next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        List<LabelledImage> block = new ArrayList<>(ROWS);
        while (block.size() < ROWS && rows.hasNext()) {
          block.add(rows.next());
        }
        return new ImageBlock(block);
      }
    };
  }

  public int rows() {
    return labels.length;
  }

  /** Of all rows, {@link LabelledImage}'s checks added up. */
  long checks() {
    return checks;
  }

  /** Labels, then pixels. */
  void addTo(Checksum sum) {
    sum.update(labels);
    sum.update(pixels);
  }

  /** The class of a row, 0..255. */
  public int label(int row) {
    return labels[row] & 0xff;
  }

  /** A row's pixels, {@code [28 × 28]}, unsigned; a copy. */
  public byte[] image(int row) {
    return Arrays.copyOfRange(pixels, row * PIXELS, (row + 1) * PIXELS);
  }

  /** All pixels, {@value #PIXELS} a row; not a copy, not to be changed. */
  byte[] pixels() {
    return pixels;
  }

  /**
   * Writes a row's pixels, {@code 0..255} scaled to {@code 0..1}, as {@value #PIXELS} floats from
   * {@code offset} on.
   */
  void copyScaled(int row, float[] target, int offset) {
    int from = row * PIXELS;
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      target[offset + pixel] = SCALED[pixels[from + pixel] & 0xff];
    }
  }

  private static final float[] SCALED = new float[256];

  static {
    for (int grey = 0; grey < SCALED.length; grey++) {
      SCALED[grey] = grey / 255f;
    }
  }
}

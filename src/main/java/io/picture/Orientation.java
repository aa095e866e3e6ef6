package io.picture;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held: what EXIF 2.32 says of its tag 0x0112, in the order of its values from 1.
 * Each names where the first row and the first column of the file belong.
 */
enum Orientation {
  UPRIGHT(1, false, false, false),
  MIRRORED(2, false, true, false),
  UPSIDE_DOWN(3, false, true, true),
  FLIPPED(4, false, false, true),
  TRANSPOSED(5, true, false, false),
  QUARTER_TURN_RIGHT(6, true, false, true),
  TRANSVERSED(7, true, true, true),
  QUARTER_TURN_LEFT(8, true, true, false);

  /** What stands before the TIFF header in an EXIF segment: a byte beside its name's zero. */
  private static final int PADDING = 1;

  /** As in a JPEG: each of its entries may name all of it, and is read into memory of its own. */
  private static final int MOST_EXIF = 1 << 16;

  private static final int PNG_SIGNATURE = 8;

  /** A chunk's bytes beside its data: length and type before, checksum after. */
  private static final int PNG_CHUNK = 12;

  /** Its type, as a number: eXIf. */
  private static final int EXIF_CHUNK = 0x65584966;

  private final int exif;
  private final boolean sidesChange;
  private final boolean fromRight;
  private final boolean fromBottom;

  Orientation(int exif, boolean sidesChange, boolean fromRight, boolean fromBottom) {
    this.exif = exif;
    this.sidesChange = sidesChange;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /** EXIF's number, from 1. */
  int exif() {
    return exif;
  }

  /** Upright if the file does not say, or says nothing that can be understood. */
  static Orientation ofJpeg(byte[] file) {
    try (ImageInputStream input = new BytesInput(file)) {
      List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(input, JPEG.APP1, "Exif");
      return exif.isEmpty() ? UPRIGHT : of(exif.get(0));
    } catch (IOException | RuntimeException e) { // a damaged note does not spoil the picture
      return UPRIGHT;
    }
  }

  private static Orientation of(JPEGSegment exif) throws IOException {
    byte[] data = exif.data().readAllBytes();
    return ofTiff(Arrays.copyOfRange(data, PADDING, data.length));
  }

  /** By its chunk eXIf (PNG, third edition, 11.3.4.5); as {@link #ofJpeg}. */
  static Orientation ofPng(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    for (int at = PNG_SIGNATURE; at + PNG_CHUNK <= file.length; ) {
      int length = chunks.getInt(at);
      if (length < 0 || length > file.length - at - PNG_CHUNK) {
        return UPRIGHT;
      }
      int start = at + 2 * Integer.BYTES;
      if (chunks.getInt(at + Integer.BYTES) == EXIF_CHUNK && length <= MOST_EXIF) {
        return ofExif(Arrays.copyOfRange(file, start, start + length));
      }
      at += PNG_CHUNK + length;
    }
    return UPRIGHT;
  }

  private static Orientation ofExif(byte[] tiff) {
    try {
      return ofTiff(tiff);
    } catch (IOException | RuntimeException e) { // as above
      return UPRIGHT;
    }
  }

  private static Orientation ofTiff(byte[] tiff) throws IOException {
    try (ImageInputStream input = new BytesInput(tiff)) {
      Directory tags = new TIFFReader().read(input);
      Entry tag = tags.getEntryById(TIFF.TAG_ORIENTATION);
      return tag != null && tag.getValue() instanceof Number number
          ? values()[number.intValue() - 1]
          : UPRIGHT;
    }
  }

  /** The picture as it is meant to be seen; the same one if it is upright. */
  BufferedImage upright(BufferedImage picture) {
    if (this == UPRIGHT) {
      return picture;
    }
    int width = sidesChange ? picture.getHeight() : picture.getWidth();
    int height = sidesChange ? picture.getWidth() : picture.getHeight();
    Raster from = picture.getRaster();
    WritableRaster to = from.createCompatibleWritableRaster(width, height);
    Object pixel = null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = sidesChange ? y : x;
        int row = sidesChange ? x : y;
        pixel =
            from.getDataElements(
                fromRight ? picture.getWidth() - 1 - column : column,
                fromBottom ? picture.getHeight() - 1 - row : row,
                pixel);
        to.setDataElements(x, y, pixel);
      }
    }
    return new BufferedImage(
        picture.getColorModel(), to, picture.isAlphaPremultiplied(), /* properties= */ null);
  }
}

package job;

import io.idx.SampledRow;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.List;

/**
 * Images side by side in one picture, in reading order, on grey. Without words: Java draws them
 * with the system's fonts, which servers have not.
 */
final class DigitGrid {
  /** So many beside each other at least, if there are. */
  private static final int LEAST_ACROSS = 10;

  /** In pixels of the picture: smaller images are enlarged, by a whole number, to about that. */
  private static final int GOOD_SIDE = 56;

  private static final int GAP = 4;
  private static final int BACKGROUND = 128;

  private DigitGrid() {}

  /** How many images a line of the picture holds. */
  static int across(int images) {
    int square = (int) Math.ceil(Math.sqrt(images));
    return Math.min(images, Math.max(LEAST_ACROSS, square));
  }

  /**
   * The picture, in 256 greys.
   *
   * @param rows of one size, at least one
   */
  static BufferedImage of(List<SampledRow> rows) {
    int height = rows.get(0).height();
    int width = rows.get(0).width();
    int enlarged = Math.max(1, GOOD_SIDE / Math.max(height, width));
    int across = across(rows.size());
    int down = (rows.size() + across - 1) / across;
    int cellWidth = width * enlarged + GAP;
    int cellHeight = height * enlarged + GAP;
    BufferedImage picture =
        new BufferedImage(
            across * cellWidth + GAP, down * cellHeight + GAP, BufferedImage.TYPE_BYTE_GRAY);
    fill(picture.getRaster());
    for (int i = 0; i < rows.size(); i++) {
      int x = GAP + i % across * cellWidth;
      int y = GAP + i / across * cellHeight;
      draw(rows.get(i), enlarged, picture.getRaster(), x, y);
    }
    return picture;
  }

  private static void fill(WritableRaster raster) {
    byte[] line = new byte[raster.getWidth()];
    Arrays.fill(line, (byte) BACKGROUND);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.setDataElements(0, y, line.length, 1, line);
    }
  }

  private static void draw(SampledRow row, int enlarged, WritableRaster raster, int left, int top) {
    byte[] line = new byte[row.width() * enlarged];
    for (int y = 0; y < row.height() * enlarged; y++) {
      for (int x = 0; x < line.length; x++) {
        line[x] = (byte) row.grey(y / enlarged, x / enlarged);
      }
      raster.setDataElements(left, top + y, line.length, 1, line);
    }
  }
}

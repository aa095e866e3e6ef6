package model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small sets of images for tests: a network can learn them, and a row can be told from any other.
 */
final class Rows {
  private Rows() {}

  /**
   * Images whose label shows as a bright bar of two rows of pixels, on noise; sorted by label, as
   * no set should be dealt.
   */
  static List<LabelledImage> sortedByLabel(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> rows = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int label = (int) ((long) index * Architecture.CLASSES / count);
      byte[] pixels = new byte[ImageBlock.PIXELS];
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        pixels[pixel] = (byte) random.nextInt(100);
      }
      int bar = (4 + 2 * label) * Architecture.SIDE;
      Arrays.fill(pixels, bar, bar + 2 * Architecture.SIDE, (byte) (156 + random.nextInt(100)));
      rows.add(new LabelledImage(index, label, pixels));
    }
    return rows;
  }
}

package job;

import io.idx.SampledRow;

/**
 * What images are drawn with on a terminal, whose characters are twice as high as wide. At full
 * size a character stands for one pixel of a line and the one below; at half size for 2×4 pixels.
 */
enum Ink {
  /**
   * Upper half blocks, their half in one of 24 greys, the other half behind them in another: the
   * same on dark and on light terminals. At half size a half is the mean of 2×2 pixels.
   */
  GREYS {
    @Override
    String line(SampledRow image, int line, int pixelsAcross) {
      StringBuilder text = new StringBuilder();
      String last = "";
      int high = pixelsAcross;
      for (int x = 0; x < image.width(); x += pixelsAcross) {
        int y = 2 * line * high;
        String colours =
            "\033[38;5;%d;48;5;%dm"
                .formatted(
                    grey(mean(image, y, high, x, pixelsAcross)),
                    grey(mean(image, y + high, high, x, pixelsAcross)));
        text.append(colours.equals(last) ? "" : colours).append(UPPER_HALF);
        last = colours;
      }
      return text.append("\033[0m").toString();
    }
  },

  /**
   * Without colours: five shades at full size. At half size braille's dots, one for each pixel that
   * is brighter than half of white; shades of so few characters show no digit.
   */
  SHADES {
    @Override
    String line(SampledRow image, int line, int pixelsAcross) {
      return pixelsAcross == 1 ? shades(" ░▒▓█", image, line) : dots(image, line);
    }
  },

  /** For terminals without those characters; at full size alone. */
  ASCII {
    @Override
    String line(SampledRow image, int line, int pixelsAcross) {
      return shades(" .:*#", image, line);
    }

    @Override
    int mostPixelsAcross() {
      return 1;
    }
  };

  /** Characters that a terminal must have for all but ASCII: the least common ones. */
  static final String BLOCKS = "▀░▒▓█\u28FF";

  private static final char UPPER_HALF = '▀';
  private static final int DARKEST = 232;
  private static final int GREYS_OF_TERMINALS = 24;
  private static final int WHITE_AND_BLACK = 256;

  /** Empty braille; its dots 1 to 8 are the bits from 0 on. */
  private static final char NO_DOT = '\u2800';

  /** The dots by line, left and right. */
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  /**
   * One line of characters of an image.
   *
   * @param line from 0 on, below {@link #lines}
   * @param pixelsAcross that a character stands for: 1 at full size, 2 at half
   */
  abstract String line(SampledRow image, int line, int pixelsAcross);

  /** How small it can draw, in pixels that a character stands for: 1, or 2 at half size. */
  int mostPixelsAcross() {
    return 2;
  }

  /** How many lines of characters an image takes. */
  static int lines(SampledRow image, int pixelsAcross) {
    return ceil(image.height(), 2 * pixelsAcross);
  }

  /** How many characters wide it is. */
  static int columns(SampledRow image, int pixelsAcross) {
    return ceil(image.width(), pixelsAcross);
  }

  private static int ceil(int length, int by) {
    return (length + by - 1) / by;
  }

  private static int grey(int mean) {
    return DARKEST + mean * GREYS_OF_TERMINALS / WHITE_AND_BLACK;
  }

  private static String shades(String from, SampledRow image, int line) {
    StringBuilder text = new StringBuilder();
    for (int x = 0; x < image.width(); x++) {
      int mean = mean(image, 2 * line, 2, x, 1);
      text.append(from.charAt(mean * from.length() / WHITE_AND_BLACK));
    }
    return text.toString();
  }

  private static String dots(SampledRow image, int line) {
    StringBuilder text = new StringBuilder();
    for (int x = 0; x < image.width(); x += 2) {
      int dots = 0;
      for (int y = 0; y < DOTS.length; y++) {
        for (int side = 0; side < 2; side++) {
          boolean bright = image.grey(DOTS.length * line + y, x + side) >= WHITE_AND_BLACK / 2;
          dots |= bright ? DOTS[y][side] : 0;
        }
      }
      text.append((char) (NO_DOT + dots));
    }
    return text.toString();
  }

  private static int mean(SampledRow image, int y, int height, int x, int width) {
    int sum = 0;
    for (int below = 0; below < height; below++) {
      for (int right = 0; right < width; right++) {
        sum += image.grey(y + below, x + right);
      }
    }
    return sum / (height * width);
  }
}

package testing;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws images of 28×28 pixels out into "photos": dark on light or light on dark, anywhere in 400
 * to 3,000 pixels, scaled, turned by up to 10 degrees, in uneven light, with noise, as JPEG of
 * quality 60. The same seed gives the same photo.
 */
public final class DigitPhotos {
  private static final int SIDE = 28;
  private static final int LEAST = 400;
  private static final int MOST = 3000;
  private static final double TURN = Math.toRadians(10);
  private static final float QUALITY = 0.6f;

  private final byte[] image;
  private final SplittableRandom random;
  private final int width;
  private final int height;
  private final double size;
  private final double centreX;
  private final double centreY;
  private final double turn;

  private DigitPhotos(byte[] image, long seed) {
    this.image = image.clone();
    this.random = new SplittableRandom(seed);
    this.width = (int) (LEAST * Math.pow((double) MOST / LEAST, random.nextDouble()));
    this.height = Math.min(MOST, Math.max(LEAST, (int) (width * between(0.7, 1.3))));
    this.size = Math.max(40, Math.min(width, height) * between(0.15, 0.65));
    this.centreX = between(0.6 * size, width - 0.6 * size);
    this.centreY = between(0.6 * size, height - 0.6 * size);
    this.turn = between(-TURN, TURN);
  }

  /**
   * A photo.
   *
   * @param image {@code [28 × 28]}, row by row, unsigned, white on black
   */
  public static byte[] jpeg(byte[] image, long seed) throws IOException {
    return new DigitPhotos(image, seed).jpeg();
  }

  private double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private byte[] jpeg() throws IOException {
    BufferedImage photo = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) photo.getRaster().getDataBuffer()).getData();
    boolean dark = random.nextBoolean();
    double page = dark ? between(0.6, 1) : between(0.02, 0.3);
    double ink = dark ? page * between(0.05, 0.55) : page + (1 - page) * between(0.5, 1);
    double slopeX = between(-0.25, 0.25);
    double slopeY = between(-0.25, 0.25);
    double corners = between(0, 0.15);
    double noise = between(0.01, 0.05);
    long state = random.nextLong() | 1;
    for (int y = 0; y < height; y++) {
      double down = 2.0 * y / height - 1;
      for (int x = 0; x < width; x++) {
        double across = 2.0 * x / width - 1;
        double light = 1 + slopeX * across + slopeY * down;
        light *= 1 - corners * (across * across + down * down);
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        double value = (page + inkAt(x, y) * (ink - page)) * light + noise * normal(state);
        pixels[y * width + x] = (byte) (255 * Math.min(1, Math.max(0, value)));
      }
    }
    return encoded(photo);
  }

  /** Nearly normal, of standard deviation 1: three uniform values added. */
  private static double normal(long bits) {
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff);
    return (sum / 65_535.0 - 1.5) * 2;
  }

  /** 0 to 1; edges are as sharp as a pen's. */
  private double inkAt(int x, int y) {
    double unit = size / 20;
    double dx = (x + 0.5 - centreX) / unit;
    double dy = (y + 0.5 - centreY) / unit;
    if (Math.abs(dx) > SIDE || Math.abs(dy) > SIDE) {
      return 0;
    }
    double column = SIDE / 2.0 + Math.cos(turn) * dx + Math.sin(turn) * dy - 0.5;
    double row = SIDE / 2.0 - Math.sin(turn) * dx + Math.cos(turn) * dy - 0.5;
    double sharpness = Math.max(1, Math.min(6, unit / 2));
    return Math.min(1, Math.max(0, (bicubic(column, row) - 0.5) * sharpness + 0.5));
  }

  private double bicubic(double column, double row) {
    int x = (int) Math.floor(column);
    int y = (int) Math.floor(row);
    double[] rows = new double[4];
    for (int i = 0; i < 4; i++) {
      rows[i] =
          cubic(
              grey(x - 1, y - 1 + i),
              grey(x, y - 1 + i),
              grey(x + 1, y - 1 + i),
              grey(x + 2, y - 1 + i),
              column - x);
    }
    return cubic(rows[0], rows[1], rows[2], rows[3], row - y);
  }

  /** Catmull-Rom's. */
  private static double cubic(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  private double grey(int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < SIDE && y < SIDE;
    return inside ? (image[y * SIDE + x] & 0xff) / 255.0 : 0;
  }

  private static byte[] encoded(BufferedImage photo) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(QUALITY);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(photo, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

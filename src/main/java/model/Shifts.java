package model;

import java.util.List;
import java.util.stream.Stream;

/**
 * An image as it is and moved by one pixel up, down, left and right. A convolutional network with
 * pooling answers a little otherwise to each; the mean of its answers is right more often than any
 * of them.
 */
final class Shifts {
  private static final int SIDE = Architecture.SIDE;

  /** How many images are made of one. */
  static final int COUNT = 5;

  private Shifts() {}

  /**
   * Those of an image.
   *
   * @param image {@code [28 × 28]}, row by row; what is moved beyond its edge is lost
   */
  static Stream<byte[]> of(byte[] image) {
    return Stream.of(
        image, moved(image, 0, 1), moved(image, 0, -1), moved(image, 1, 0), moved(image, -1, 0));
  }

  private static byte[] moved(byte[] image, int down, int across) {
    byte[] moved = new byte[image.length];
    int width = SIDE - Math.abs(across);
    for (int y = Math.max(0, down); y < Math.min(SIDE, SIDE + down); y++) {
      System.arraycopy(
          image,
          (y - down) * SIDE + Math.max(0, -across),
          moved,
          y * SIDE + Math.max(0, across),
          width);
    }
    return moved;
  }

  /**
   * The mean of the answers to each image's {@link #of shifts}.
   *
   * @param answers of the shifts of one image after the other
   */
  static List<double[]> means(List<double[]> answers) {
    return Stream.iterate(0, first -> first < answers.size(), first -> first + COUNT)
        .map(first -> mean(answers.subList(first, first + COUNT)))
        .toList();
  }

  private static double[] mean(List<double[]> answers) {
    double[] mean = new double[answers.get(0).length];
    for (double[] answer : answers) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += answer[i] / COUNT;
      }
    }
    return mean;
  }
}

package model.preparation;

/**
 * The page's grey, which light makes rise or fall across a picture: at the middle, and its rise
 * over the picture's width and height.
 */
record Plane(double middle, double across, double down) {
  /**
   * By least squares through all that is not ink.
   *
   * @param ink above 0 where there is some
   */
  static Plane through(Grey picture, Grey ink) {
    double[][] sums = new double[3][4];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (ink.at(x, y) <= 0) {
          double[] row = {
            1,
            (x + 0.5) / picture.width() - 0.5,
            (y + 0.5) / picture.height() - 0.5,
            picture.at(x, y)
          };
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
              sums[i][j] += row[i] * row[j];
            }
          }
        }
      }
    }
    for (int i = 1; i < 3; i++) {
      sums[i][i] += 1e-3 * sums[0][0]; // level where there is too little page to tell
    }
    return solved(sums);
  }

  /** By Gauss' elimination; the matrix is positive definite. */
  private static Plane solved(double[][] rows) {
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        double factor = rows[k][i] / rows[i][i];
        for (int j = i; k != i && j < 4; j++) {
          rows[k][j] -= factor * rows[i][j];
        }
      }
    }
    return new Plane(rows[0][3] / rows[0][0], rows[1][3] / rows[1][1], rows[2][3] / rows[2][2]);
  }

  /** The picture with a margin of it; beyond the picture's edges it goes on level. */
  Grey around(Grey picture, int margin) {
    int width = picture.width() + 2 * margin;
    int height = picture.height() + 2 * margin;
    float[] values = new float[width * height];
    for (int y = 0; y < height; y++) {
      double v = share(y - margin, picture.height());
      for (int x = 0; x < width; x++) {
        double page = middle + across * share(x - margin, picture.width()) + down * v;
        values[y * width + x] = (float) Math.min(1, Math.max(0, page));
      }
    }
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(
          picture.values(),
          y * picture.width(),
          values,
          (y + margin) * width + margin,
          picture.width());
    }
    return new Grey(width, height, values);
  }

  private static double share(int at, int size) {
    return Math.min(1, Math.max(0, (at + 0.5) / size)) - 0.5;
  }
}

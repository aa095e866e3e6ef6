package model.preparation;

/**
 * A part of a picture, in pixels. Right and bottom are the first column and row beyond it.
 *
 * @param right greater than left
 * @param bottom greater than top
 */
record Box(int left, int top, int right, int bottom) {
  Box {
    if (right <= left || bottom <= top) {
      throw new IllegalArgumentException(
          "expected a box of at least a pixel, found %d to %d and %d to %d"
              .formatted(left, right, top, bottom));
    }
  }

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  int longerSide() {
    return Math.max(width(), height());
  }

  /** Whether it reaches the edge of a picture of that size: more may be there than can be seen. */
  boolean reachesEdge(int pictureWidth, int pictureHeight) {
    return left == 0 || top == 0 || right == pictureWidth || bottom == pictureHeight;
  }

  boolean contains(Box other) {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }

  /** How far apart the two are; 0 if they overlap. */
  int distance(Box other) {
    int across = Math.max(left - other.right, other.left - right);
    int down = Math.max(top - other.bottom, other.top - bottom);
    return Math.max(0, Math.max(across, down));
  }

  /** The smallest that holds both. */
  Box with(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /** Wider on all sides, as far as a picture of that size goes. */
  Box widened(int margin, int pictureWidth, int pictureHeight) {
    return new Box(
        Math.max(left - margin, 0),
        Math.max(top - margin, 0),
        Math.min(right + margin, pictureWidth),
        Math.min(bottom + margin, pictureHeight));
  }

  /** The same part of the picture of which {@code small} is a copy that was scaled down. */
  Box scaled(Grey small, Grey large) {
    double across = (double) large.width() / small.width();
    double down = (double) large.height() / small.height();
    return new Box(
        (int) Math.floor(left * across),
        (int) Math.floor(top * down),
        Math.min((int) Math.ceil(right * across), large.width()),
        Math.min((int) Math.ceil(bottom * down), large.height()));
  }
}

package io.idx;

/** What an IDX file holds; its number of dimensions tells. */
enum IdxKind {
  /** Three dimensions: count, rows, columns. */
  IMAGES(3, "images"),
  /** One dimension: count. */
  LABELS(1, "labels");

  /** The only element type that image sets use. */
  static final int UNSIGNED_BYTE = 0x08;

  private final int dimensions;
  private final String noun;

  IdxKind(int dimensions, String noun) {
    this.dimensions = dimensions;
    this.noun = noun;
  }

  int dimensions() {
    return dimensions;
  }

  String noun() {
    return noun;
  }

  /** The first four bytes of such a file, big-endian. */
  int magic() {
    return UNSIGNED_BYTE << 8 | dimensions;
  }

  /** The bytes before the first item: the magic number and one size a dimension. */
  int headerBytes() {
    return Integer.BYTES + dimensions * Integer.BYTES;
  }
}

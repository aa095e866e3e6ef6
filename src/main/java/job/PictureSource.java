package job;

import java.io.Serializable;
import java.util.Optional;

/** Where a picture comes from: a file that is yet to be read, or an image that needs no more. */
final class PictureSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final byte[] image;

  private PictureSource(String path, byte[] image) {
    this.path = path;
    this.image = image;
  }

  /** A file at a qualified path. */
  static PictureSource file(String path) {
    return new PictureSource(path, null);
  }

  /**
   * An image that is as the networks take it.
   *
   * @param pixels {@code [28 × 28]}, not copied
   */
  static PictureSource image(String path, byte[] pixels) {
    return new PictureSource(path, pixels);
  }

  String path() {
    return path;
  }

  Optional<byte[]> image() {
    return Optional.ofNullable(image);
  }
}

package job;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where a picture comes from: a file that is yet to be read, an image that needs no more, or a
 * place that cannot be looked into. Immutable.
 */
final class PictureSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final byte[] image;
  private final String error;
  private final boolean shown;

  private PictureSource(String path, byte[] image, String error, boolean shown) {
    this.path = path;
    this.image = image;
    this.error = error;
    this.shown = shown;
  }

  /** A file at a qualified path. */
  static PictureSource file(String path) {
    return new PictureSource(path, null, null, false);
  }

  /**
   * An image that is as the networks take it.
   *
   * @param pixels {@code [28 × 28]}, not copied
   */
  static PictureSource image(String path, byte[] pixels) {
    return new PictureSource(path, pixels, null, false);
  }

  /** A place of which nothing can be read. */
  static PictureSource unreadable(String path, String error) {
    return new PictureSource(path, null, error, false);
  }

  /** The same, whose picture people are to see. */
  PictureSource shown() {
    return new PictureSource(path, image, error, true);
  }

  boolean isShown() {
    return shown;
  }

  String path() {
    return path;
  }

  Optional<byte[]> image() {
    return Optional.ofNullable(image);
  }

  Optional<String> error() {
    return Optional.ofNullable(error);
  }
}

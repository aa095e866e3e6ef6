package io;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A PNG for people; whole or as it was before. */
public final class WholePng {
  private WholePng() {}

  /**
   * Writes it over what may be there; folders above it are made.
   *
   * @throws IOException if it cannot be written, naming it
   */
  public static void write(Configuration hadoop, String file, BufferedImage image)
      throws IOException {
    Path place = new Path(file);
    new WholeFiles(PlainFiles.of(place, hadoop)).write(place, bytes(image));
  }

  /** What such a file holds. */
  public static byte[] bytes(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    return bytes.toByteArray();
  }
}

package io.picture;

import io.PlainFiles;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** A picture on any file system that Hadoop knows. */
public final class PictureFile {
  /** More than any photo has; a film or an archive among them is not read into memory. */
  static final int MOST_BYTES = 64 << 20;

  private PictureFile() {}

  /**
   * Reads it.
   *
   * @param file qualified
   * @throws IOException if it is not there or cannot be read
   * @throws PictureException if it is no picture, damaged, or too large
   */
  public static Picture read(Configuration hadoop, String file)
      throws IOException, PictureException {
    byte[] bytes =
        PlainFiles.bytes(hadoop, file, MOST_BYTES)
            .orElseThrow(
                () ->
                    new PictureException(
                        String.format(
                            Locale.ROOT,
                            "Too long: expected a picture of at most %,d bytes, found more. Save it smaller",
                            MOST_BYTES)));
    return PictureFormat.read(bytes);
  }
}

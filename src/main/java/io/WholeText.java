package io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file of text for people, such as a page; whole or as it was before. */
public final class WholeText {
  private WholeText() {}

  /**
   * Writes it as UTF-8, over what may be there.
   *
   * @throws IOException if it cannot be written, naming it
   */
  public static void write(Configuration hadoop, String file, String text) throws IOException {
    Path place = new Path(file);
    new WholeFiles(PlainFiles.of(place, hadoop))
        .write(place, text.getBytes(StandardCharsets.UTF_8));
  }
}

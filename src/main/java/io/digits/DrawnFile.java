package io.digits;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * One of the four files, whose bytes are known before it is drawn.
 *
 * @param name without a directory
 * @param sha256 of its bytes, 64 digits of lower-case hex
 * @param drawing writes it
 */
record DrawnFile(String name, String sha256, Drawing drawing) {

  /** Draws a file and writes it. */
  interface Drawing {
    /**
     * Makes the file, whole or not at all.
     *
     * @throws FileAlreadyExistsException if it is there already
     */
    void write(Configuration hadoop, String path) throws IOException;
  }
}

package io.picture;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture as a person sees it: upright.
 *
 * @param image of at most {@value #MOST_DECODED} pixels
 * @param notes what was done to it, in words
 */
public record Picture(BufferedImage image, List<String> notes) {
  /** A larger one is read with fewer of its rows and columns. */
  static final int MOST_DECODED = 9_000_000;

  public Picture {
    notes = List.copyOf(notes);
  }
}

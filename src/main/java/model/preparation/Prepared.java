package model.preparation;

import java.util.List;

/** A digit as the networks take it, and what was done to make it so. Immutable. */
public final class Prepared {
  private final byte[] pixels;
  private final List<String> notes;

  Prepared(byte[] pixels, List<String> notes) {
    this.pixels = pixels.clone();
    this.notes = List.copyOf(notes);
  }

  /** {@code [28 × 28]}, row by row, 0 to 255 as unsigned bytes, white on black as MNIST's are. */
  public byte[] pixels() {
    return pixels.clone();
  }

  /** What was found and done, in words. */
  public List<String> notes() {
    return notes;
  }
}

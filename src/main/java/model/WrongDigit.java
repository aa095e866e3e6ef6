package model;

import java.io.Serializable;

/**
 * An image that a network takes for another class than it is of.
 *
 * <p>A class, not a record, because Kryo cannot read records and Spark may ship these by Kryo.
 */
public final class WrongDigit implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long row;
  private final int truth;
  private final int answer;
  private final double probability;
  private final byte[] pixels;

  WrongDigit(long row, int truth, int answer, double probability, byte[] pixels) {
    this.row = row;
    this.truth = truth;
    this.answer = answer;
    this.probability = probability;
    this.pixels = pixels.clone();
  }

  /** Its place in the file, from 0. */
  public long row() {
    return row;
  }

  /** Its label. */
  public int truth() {
    return truth;
  }

  /** What the network takes it for. */
  public int answer() {
    return answer;
  }

  /** How probable the network finds its answer, 0..1. */
  public double probability() {
    return probability;
  }

  /** {@code [28 × 28]} grey values, row by row, unsigned; a copy. */
  public byte[] pixels() {
    return pixels.clone();
  }
}

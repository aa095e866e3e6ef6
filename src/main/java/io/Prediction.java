package io;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What a model takes a picture for, or why it could not say. Immutable. */
public final class Prediction implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final Answer answer;
  private final String[] notes; // Kryo cannot write Java's own lists
  private final String error;
  private final String thumbnail;

  private Prediction(String path, Answer answer, String[] notes, String error, String thumbnail) {
    this.path = path;
    this.answer = answer;
    this.notes = notes;
    this.error = error;
    this.thumbnail = thumbnail;
  }

  /** Of a picture that got an answer. */
  public static Prediction of(String path, Answer answer, List<String> notes) {
    return new Prediction(path, answer, notes.toArray(String[]::new), null, null);
  }

  /**
   * Of a picture that got none.
   *
   * @param error problem, cause and remedy
   */
  public static Prediction failed(String path, List<String> notes, String error) {
    return new Prediction(path, null, notes.toArray(String[]::new), error, null);
  }

  /**
   * The same with the picture itself, small; the table has none.
   *
   * @param address of a PNG, as {@code data:}; null for none
   */
  public Prediction withThumbnail(String address) {
    return new Prediction(path, answer, notes, error, address);
  }

  /** The picture, small, as the address of a PNG; empty if none was asked for or can be had. */
  public Optional<String> thumbnail() {
    return Optional.ofNullable(thumbnail);
  }

  /** Of the picture; of an image in an IDX file with {@code #} and its index. */
  public String path() {
    return path;
  }

  /** Empty if the picture could not be read or shows no digit. */
  public Optional<Answer> answer() {
    return Optional.ofNullable(answer);
  }

  /** What was done in preparing it, in words. */
  public List<String> notes() {
    return List.of(notes);
  }

  /** Null if there is an answer. */
  public String error() {
    return error;
  }

  /** A model's answer. Immutable. */
  public static final class Answer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] image;
    private final double[] probabilities;

    /**
     * Copies both.
     *
     * @param image {@code [28 × 28]} as the network saw it, row by row, unsigned
     * @param probabilities of the digits from 0 on
     */
    public Answer(byte[] image, double[] probabilities) {
      this.image = image.clone();
      this.probabilities = probabilities.clone();
    }

    public byte[] image() {
      return image.clone();
    }

    public double[] probabilities() {
      return probabilities.clone();
    }

    /** The most probable digit; of equals the least. */
    public int digit() {
      return most(-1);
    }

    /** The next after that. */
    public int second() {
      return most(digit());
    }

    public double probability(int digit) {
      return probabilities[digit];
    }

    private int most(int besides) {
      int most = -1;
      for (int digit = 0; digit < probabilities.length; digit++) {
        if (digit != besides && (most < 0 || probabilities[digit] > probabilities[most])) {
          most = digit;
        }
      }
      return most;
    }
  }
}

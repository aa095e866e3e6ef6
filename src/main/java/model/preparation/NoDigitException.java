package model.preparation;

/** Says that a picture shows nothing that could be a digit. */
public final class NoDigitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoDigitException(String message) {
    super(message);
  }
}

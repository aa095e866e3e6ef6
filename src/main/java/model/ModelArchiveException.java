package model;

/**
 * An archive does not hold the parameters that were asked for; says what was expected and what was
 * found.
 */
public final class ModelArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  ModelArchiveException(String message, Exception cause) {
    super(message, cause);
  }
}

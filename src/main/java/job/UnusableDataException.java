package job;

/**
 * What was asked for cannot be had of the data or the run that is there; the message is for people.
 */
final class UnusableDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableDataException(String message) {
    super(message);
  }

  UnusableDataException(String message, Exception cause) {
    super(message, cause);
  }
}

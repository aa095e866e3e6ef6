package job;

/** The data are sound, but not for these networks. */
final class UnusableDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableDataException(String message) {
    super(message);
  }
}

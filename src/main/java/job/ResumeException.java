package job;

/** A run cannot go on as asked: says what differs from what it was begun with. */
final class ResumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResumeException(String message) {
    super(message);
  }
}

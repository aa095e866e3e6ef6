package job;

/** The cluster has no executor to do what was begun; the message is for people. */
final class NoExecutorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoExecutorException(String message, Exception cause) {
    super(message, cause);
  }
}

package job;

/** Options that are wrong beside what is on disk: which only shows when the job has begun. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String fault) {
    super(fault);
  }
}

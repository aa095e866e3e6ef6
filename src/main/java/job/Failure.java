package job;

import io.RunException;
import io.fetch.FetchException;
import io.idx.IdxException;
import java.util.List;
import model.DivergedException;

/** What to say of a failure to the person who reads it at night. */
final class Failure {
  /**
   * Ours are written for people; what Spark wraps around them on the way from an executor is not.
   */
  private static final List<Class<? extends Exception>> WRITTEN_FOR_PEOPLE =
      List.of(
          IdxException.class,
          RunException.class,
          DivergedException.class,
          UnusableDataException.class,
          FetchException.class);

  private Failure() {}

  /** The message of our own exception if there is one in the chain, else the outermost. */
  static String message(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (WRITTEN_FOR_PEOPLE.contains(cause.getClass())) {
        return cause.getMessage();
      }
    }
    String message = failure.getMessage();
    return message == null
        ? failure.toString()
        : failure.getClass().getSimpleName() + ": " + message;
  }
}

package job;

import io.LeaseHeldException;
import io.RunException;
import io.digits.DrawnDigitsException;
import io.events.EventFileException;
import io.fetch.FetchException;
import io.idx.IdxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import model.ChangedRowsException;
import model.DivergedException;
import model.MemoryException;
import model.UnusableKernelsException;

/** What to say of a failure to the person who reads it at night. */
final class Failure {
  /**
   * Ours are written for people; what Spark wraps around them on the way from an executor is not.
   */
  private static final List<Class<? extends Exception>> WRITTEN_FOR_PEOPLE =
      List.of(
          IdxException.class,
          RunException.class,
          LeaseHeldException.class,
          DivergedException.class,
          MemoryException.class,
          ChangedRowsException.class,
          UnusableDataException.class,
          ResumeException.class,
          ClusterException.class,
          FetchException.class,
          DrawnDigitsException.class,
          EventFileException.class,
          UnusableKernelsException.class);

  /** What our messages about files end in: they name the disk. */
  private static final String OURS = "Check rights and space there";

  private static final String FULL = "No space left on device";

  private Failure() {}

  /** Whether a message of our own is in the chain. */
  static boolean isExplained(Throwable failure) {
    return explained(failure).isPresent();
  }

  /**
   * The message of our own exception if there is one in the chain; else the first line of the
   * outermost, with the first line of what caused it all; and where to look if a disk is full and
   * nobody said which.
   */
  static String message(Throwable failure) {
    return explained(failure)
        .map(Throwable::getMessage)
        .orElseGet(() -> firstLines(failure) + whichDisk(failure));
  }

  private static String firstLines(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String first = firstLine(failure);
    boolean told = first.contains(Objects.toString(root.getMessage(), firstLine(root)));
    return told ? first : first + " Cause: " + firstLine(root);
  }

  private static String whichDisk(Throwable failure) {
    List<String> messages = causes(failure).map(Throwable::toString).toList();
    boolean full = messages.stream().anyMatch(message -> message.contains(FULL));
    return full && messages.stream().noneMatch(message -> message.contains(OURS))
        ? ". Spark does not say which disk is full: probably that of its temporary folders, %s (spark.local.dir), or a worker's. Make room there, then start again"
            .formatted(LocalFolders.names())
        : "";
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    String words = message != null && message.contains(OURS) ? message : failure.toString();
    return words.lines().findFirst().orElse("").strip();
  }

  private static Optional<Throwable> explained(Throwable failure) {
    return causes(failure)
        .filter(cause -> WRITTEN_FOR_PEOPLE.contains(cause.getClass()))
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}

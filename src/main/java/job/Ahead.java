package job;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What needs no Spark, done on a thread of its own while Spark starts. */
final class Ahead<T> {
  private final FutureTask<T> work;

  private Ahead(FutureTask<T> work) {
    this.work = work;
  }

  /**
   * Begins; returns at once.
   *
   * @param name of the thread
   */
  static <T> Ahead<T> of(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return new Ahead<>(task);
  }

  /** What came of it, when it is done; throws what it threw. */
  T await() throws Exception {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e; // an error of the JVM
    }
  }
}

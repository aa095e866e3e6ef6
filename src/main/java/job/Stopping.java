package job;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What is to be done when this process is told to end while it works (SIGTERM, Ctrl-C), before
 * Spark takes its own things down.
 */
final class Stopping {
  /** Above Spark's, which runs at 40. */
  private static final int PRIORITY = 100;

  static final String BEFORE_ANYTHING =
      "stopped before this start trained anything; go on: the same command again";

  private final Hook lastWord;
  private final Hook silence = new Hook(Stopping::silence);

  private Stopping(Hook lastWord) {
    this.lastWord = lastWord;
  }

  /** An object of its own each, for equal ones are one to Hadoop: removed for one, gone for all. */
  private static final class Hook implements Runnable {
    private final Runnable action;

    Hook(Runnable action) {
      this.action = action;
    }

    @Override
    public void run() {
      action.run();
    }
  }

  /** Says that nothing was lost, if the process is told to end before {@link #over}. */
  static Stopping beforeAnything() {
    return with(() -> System.err.println(BEFORE_ANYTHING));
  }

  /**
   * Runs {@code last} if told to end before {@link #over}. When all who have one have said their
   * last word, in no order, nothing is logged any more.
   */
  static Stopping with(Runnable last) {
    awaitEndIfEnding();
    Stopping stopping = new Stopping(new Hook(last));
    ShutdownHookManager.get().addShutdownHook(stopping.lastWord, PRIORITY);
    ShutdownHookManager.get().addShutdownHook(stopping.silence, PRIORITY - 1);
    return stopping;
  }

  /** Runs {@code first} before anybody has a last word, if told to end before {@link #over}. */
  static Stopping beforeLastWords(Runnable first) {
    Stopping stopping = new Stopping(new Hook(first));
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().addShutdownHook(stopping.lastWord, PRIORITY + 1);
    }
    return stopping;
  }

  /** From now on {@code other} is to run instead. */
  Stopping then(Runnable other) {
    Stopping next = with(other);
    over();
    return next;
  }

  /**
   * Never returns once the process is ending: what fails then fails because of it, and is nobody's
   * business.
   */
  static void awaitEndIfEnding() {
    while (ShutdownHookManager.get().isShutdownInProgress()) {
      LockSupport.park();
    }
  }

  /**
   * The last word is said: what fails from here on, in whatever thread, fails for Spark is being
   * taken down. Nothing more is logged or written to stderr.
   */
  static void silence() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** The work is done, or another will say what became of it; may be called again. */
  void over() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(lastWord);
      ShutdownHookManager.get().removeShutdownHook(silence);
    }
  }
}

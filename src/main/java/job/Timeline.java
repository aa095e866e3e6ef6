package job;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where a job's time goes, one part after the other: a line for each as it ends, with the seconds
 * since the start and those of the part.
 *
 * <p>The start is that of scripts/submit.sh where bash knows the time to the millisecond (5.0 and
 * newer), and else the JVM's.
 */
final class Timeline {
  private static final String STARTED_MICROS = "LENET_STARTED_MICROS";

  private final Consumer<String> lines;
  private final long start;
  private long last;

  /** Begins with what is over: all before the job's own code. */
  Timeline(Consumer<String> lines) {
    this.lines = lines;
    this.start = System.nanoTime() - nanosSoFar(System.getenv(STARTED_MICROS));
    this.last = start;
    passed("script, Spark's launcher, Java");
  }

  /** What {@code --verbose} shows. */
  static Timeline shownOn(PrintStream stream) {
    return new Timeline(stream::println);
  }

  static Timeline hidden() {
    return new Timeline(line -> {});
  }

  /**
   * How long this process has been at it.
   *
   * @param startedMicros when the script started, microseconds since 1970, if it could tell
   */
  static long nanosSoFar(String startedMicros) {
    if (startedMicros == null || !startedMicros.matches("\\d{16}")) {
      return ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    }
    return (ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - Long.parseLong(startedMicros))
        * 1_000;
  }

  /** A part ends now. */
  void passed(String part) {
    passedAt(System.nanoTime(), part);
  }

  /**
   * A part ended a while ago.
   *
   * @param nanoTime then, by {@link System#nanoTime}; not before the part that ended last
   */
  void passedAt(long nanoTime, String part) {
    lines.accept(
        String.format(
            Locale.ROOT,
            "%7.2f s  +%.2f s  %s",
            (nanoTime - start) / 1e9,
            (nanoTime - last) / 1e9,
            part));
    last = nanoTime;
  }
}

package job;

import java.time.Duration;
import java.util.Locale;

/** How long something will take, as people say it. */
final class TimeLeft {
  private static final int LONGEST_IN_SECONDS = 100;
  private static final int LONGEST_IN_MINUTES = 100;

  private TimeLeft() {}

  /** In seconds, minutes, or hours and minutes; rounded. */
  static String inWords(Duration time) {
    long seconds = Math.round(time.toMillis() / 1e3);
    long minutes = Math.round(time.toMillis() / 60e3);
    if (seconds < LONGEST_IN_SECONDS) {
      return seconds + " s";
    }
    return minutes < LONGEST_IN_MINUTES
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}

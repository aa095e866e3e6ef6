package io.fetch;

import java.time.Duration;

/**
 * How long a mirror may be silent before it is given up.
 *
 * @param connect until a connection stands
 * @param read until the answer begins, and then between any two pieces of it
 */
public record Timeouts(Duration connect, Duration read) {
  /** For the internet of people's homes and companies. */
  public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));

  public Timeouts {
    if (!isPositive(connect) || !isPositive(read)) {
      throw new IllegalArgumentException(
          "timeouts must be above 0: connect %s, read %s".formatted(connect, read));
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isZero() && !duration.isNegative();
  }
}

package io.events;

import java.time.Instant;
import java.util.Objects;

/**
 * One point of a curve.
 *
 * @param tag the curve's name
 * @param step where on the curve, at least 0
 * @param wallTime when it came about, in seconds since 1970, UTC
 * @param value of single precision, as event files keep it; may be infinite or NaN
 */
public record Point(String tag, long step, double wallTime, float value) {
  public Point {
    Objects.requireNonNull(tag, "tag");
    if (step < 0) {
      throw new IllegalArgumentException("step: expected at least 0, found " + step);
    }
  }

  /** As {@link #wallTime} has it. */
  public static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() * 1e-9;
  }
}

package io;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * What the records of runs and evaluations ask of their components: names, hashes, epochs, losses;
 * refuses with both values.
 */
final class RunChecks {
  private static final Pattern NAME = Pattern.compile(".*\\S.*", Pattern.DOTALL);
  private static final Pattern KERNELS = Pattern.compile("fast|dl4j");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private RunChecks() {}

  static <T> T present(String name, T found) {
    if (found == null) {
      throw new IllegalArgumentException(name + ": expected a value, found none");
    }
    return found;
  }

  static void name(String name, String found) {
    Checks.matches(name, present(name, found), NAME, "a name");
  }

  static void sha256(String name, String found) {
    Checks.matches(name, present(name, found), SHA256, "64 lower-case hex digits");
  }

  static void kernels(String name, String found) {
    Checks.matches(name, present(name, found), KERNELS, "fast or dl4j");
  }

  static void runId(String found) {
    if (!RunDirectory.isRunId(present("runId", found))) {
      throw new IllegalArgumentException(
          "runId: expected %s, found '%s'".formatted(RunDirectory.RUN_ID_RULE, found));
    }
  }

  static void epochs(String name, int found) {
    if (found < 1 || found > EpochRecord.MOST_EPOCHS) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d, found %d".formatted(name, EpochRecord.MOST_EPOCHS, found));
    }
  }

  static void notNegative(String name, double found) {
    if (!(found >= 0 && Double.isFinite(found))) {
      throw new IllegalArgumentException(
          "%s: expected a finite number, 0 or more, found %s".formatted(name, found));
    }
  }

  static void positive(String name, double found) {
    if (!(found > 0 && Double.isFinite(found))) {
      throw new IllegalArgumentException(
          "%s: expected a finite number above 0, found %s".formatted(name, found));
    }
  }

  static void instant(String name, String found) {
    try {
      Instant.parse(present(name, found));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s: expected an instant such as 2026-11-21T22:00:00Z, found '%s'".formatted(name, found),
          e);
    }
  }
}

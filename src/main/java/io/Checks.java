package io;

import java.util.Objects;
import java.util.regex.Pattern;

/** What records ask of numbers and texts; refuses with both values. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, long found, long least) {
    if (found < least) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, found %d".formatted(name, least, found));
    }
  }

  static void share(String name, double found) {
    if (!(found >= 0 && found <= 1)) {
      throw new IllegalArgumentException("%s: expected 0 to 1, found %s".formatted(name, found));
    }
  }

  static void same(String name, double found, double expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(name, expected, found));
    }
  }

  static void same(String name, long found, long expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: expected %d, found %d".formatted(name, expected, found));
    }
  }

  static void matches(String name, String found, Pattern pattern, String expected) {
    Objects.requireNonNull(found, name);
    if (!pattern.matcher(found).matches()) {
      throw new IllegalArgumentException(
          "%s: expected %s, found '%s'".formatted(name, expected, found));
    }
  }
}

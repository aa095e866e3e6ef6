package io;

import java.util.regex.Pattern;

/** What the records of a model ask of its names. */
final class ModelChecks {
  /** Of a date and what the version was made of. */
  private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}-[0-9a-f]{8}");

  private ModelChecks() {}

  static void name(String found) {
    if (!ModelDirectory.isName(RunChecks.present("name", found))) {
      throw new IllegalArgumentException(
          "name: expected %s, found '%s'".formatted(ModelDirectory.NAME_RULE, found));
    }
  }

  static boolean isVersion(String name) {
    return VERSION.matcher(name).matches();
  }

  static void version(String name, String found) {
    Checks.matches(
        name, RunChecks.present(name, found), VERSION, "a version such as 2026-11-21-0123abcd");
  }
}

package job;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What standard output can show: a terminal, or a file or pipe.
 *
 * @param columns how many characters a line holds, 1 to 10,000
 * @param lines how many lines are seen at once; empty where that is no terminal, or not known
 */
record Screen(Ink ink, int columns, OptionalInt lines) {
  /** Set by scripts/submit.sh if standard output is a terminal: how wide it is. */
  static final String TERMINAL_COLUMNS = "LENET_COLUMNS";

  /** As {@link #TERMINAL_COLUMNS}: how high it is. */
  static final String TERMINAL_LINES = "LENET_LINES";

  private static final int USUAL_COLUMNS = 80;
  private static final int MOST_COLUMNS = 10_000;

  Screen {
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "columns: expected 1 to %d, found %d".formatted(MOST_COLUMNS, columns));
    }
  }

  /** One without an end. */
  Screen(Ink ink, int columns) {
    this(ink, columns, OptionalInt.empty());
  }

  /** This process' own. */
  static Screen ofStdout() {
    return of(System.getenv(), Charset.defaultCharset());
  }

  /**
   * As the environment says: colours only on a terminal that is not dumb, and not against the will
   * of NO_COLOR (<a href="https://no-color.org">no-color.org</a>); COLUMNS goes before the width
   * that was found.
   *
   * @param letters what the locale's charset has
   */
  static Screen of(Map<String, String> environment, Charset letters) {
    return new Screen(ink(environment, letters), columns(environment), lines(environment));
  }

  private static Ink ink(Map<String, String> environment, Charset letters) {
    if (!letters.newEncoder().canEncode(Ink.BLOCKS)) {
      return Ink.ASCII;
    }
    boolean colours =
        environment.containsKey(TERMINAL_COLUMNS)
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !List.of("", "dumb").contains(environment.getOrDefault("TERM", ""));
    return colours ? Ink.GREYS : Ink.SHADES;
  }

  private static int columns(Map<String, String> environment) {
    return first(environment, "COLUMNS", TERMINAL_COLUMNS).orElse(USUAL_COLUMNS);
  }

  private static OptionalInt lines(Map<String, String> environment) {
    return first(environment, TERMINAL_LINES);
  }

  private static OptionalInt first(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(environment::get)
        .filter(Objects::nonNull)
        .filter(length -> length.matches("[1-9][0-9]{0,3}"))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }
}

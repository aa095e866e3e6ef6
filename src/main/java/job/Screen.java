package job;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What standard output can show: a terminal, or a file or pipe.
 *
 * @param columns how many characters a line holds, 1 to 10,000
 */
record Screen(Ink ink, int columns) {
  /** Set by scripts/submit.sh if standard output is a terminal: how wide it is. */
  static final String TERMINAL_COLUMNS = "LENET_COLUMNS";

  private static final int USUAL_COLUMNS = 80;
  private static final int MOST_COLUMNS = 10_000;

  Screen {
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "columns: expected 1 to %d, found %d".formatted(MOST_COLUMNS, columns));
    }
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
    return new Screen(ink(environment, letters), columns(environment));
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
    return List.of("COLUMNS", TERMINAL_COLUMNS).stream()
        .map(environment::get)
        .filter(Objects::nonNull)
        .filter(width -> width.matches("[1-9][0-9]{0,3}"))
        .map(Integer::valueOf)
        .findFirst()
        .orElse(USUAL_COLUMNS);
  }
}

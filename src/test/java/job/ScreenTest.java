package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final Map<String, String> TERMINAL =
      Map.of(Screen.TERMINAL_COLUMNS, "132", "TERM", "xterm-256color");

  @Test
  void isPaintedOnWhereItIsATerminal() {
    assertThat(Screen.of(TERMINAL, UTF_8)).isEqualTo(new Screen(Ink.GREYS, 132));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "unset",
      value = {
        "NO_COLOR, 1, SHADES",
        "NO_COLOR, '', GREYS",
        "TERM, dumb, SHADES",
        "TERM, '', SHADES",
        "TERM, unset, SHADES",
        "LENET_COLUMNS, unset, SHADES",
        "LENET_COLUMNS, '', GREYS"
      })
  void hasNoColoursWhereTheyAreNotWantedOrNotThere(String name, String value, Ink ink) {
    assertThat(Screen.of(with(name, value), UTF_8).ink()).isEqualTo(ink);
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1", "US-ASCII"})
  void isLeftWithAsciiWhereTheLocaleHasNoBlocks(Charset letters) {
    assertThat(Screen.of(TERMINAL, letters).ink()).isEqualTo(Ink.ASCII);
  }

  @ParameterizedTest
  @CsvSource({"60, 60", "0, 132", "-3, 132", "wide, 132", "99999, 132", "'', 132"})
  void isAsWideAsColumnsSaysIfThatIsAWidth(String columns, int width) {
    assertThat(Screen.of(with("COLUMNS", columns), UTF_8).columns()).isEqualTo(width);
  }

  @Test
  void isEightyWideIfNobodyKnows() {
    assertThat(Screen.of(Map.of(), UTF_8)).isEqualTo(new Screen(Ink.SHADES, 80));
    assertThat(Screen.of(with(Screen.TERMINAL_COLUMNS, "0"), UTF_8).columns()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "unknown",
      value = {"24, 24", "0, unknown", "'', unknown", "x, unknown"})
  void isAsHighAsTheTerminalIfThatIsKnown(String lines, Integer height) {
    OptionalInt expected = height == null ? OptionalInt.empty() : OptionalInt.of(height);

    assertThat(Screen.of(with(Screen.TERMINAL_LINES, lines), UTF_8).lines()).isEqualTo(expected);
    assertThat(Screen.of(Map.of(), UTF_8).lines()).isEmpty();
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(TERMINAL);
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return environment;
  }
}

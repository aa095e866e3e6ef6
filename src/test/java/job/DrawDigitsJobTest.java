package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DrawDigitsJobTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void refusesWrongUsageWithAllItsFaults() {
    assertThat(run("draw-digits", "--rows", "4294967296", "--to", " ", "--seed", "x")).isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "wrong usage: --rows: expected 1 to 4294967295, found 4294967296",
            "wrong usage: --to: expected a directory, found ''")
        .anyMatch(line -> line.contains("--seed") && line.contains("64 bits"));
  }

  @Test
  void asksForItsOptionsAndBlamesNoOther() {
    assertThat(run("draw-digits")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "wrong usage: --rows: expected N, found none",
            "wrong usage: --to: expected DIR, found none",
            "See: submit.sh draw-digits --help");
  }

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}

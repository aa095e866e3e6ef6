package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTableTest {
  private final List<Prediction> all = new ArrayList<>();

  private void answered(String path) {
    double[] probabilities = {0, 0, 0.0125, 0, 0, 0.975, 0, 0, 0, 0.0125};
    all.add(Prediction.of(path, new Prediction.Answer(new byte[784], probabilities), List.of()));
  }

  private void failed(String path) {
    all.add(Prediction.failed(path, List.of(), "found text"));
  }

  private List<String> table() {
    return PredictionTable.of(
            PredictionSummary.of(all.iterator(), PredictionTable.MOST),
            path -> path.replaceFirst("^file:/home/me/", ""))
        .lines()
        .toList();
  }

  @Test
  void showsTheAnswersFirstAndThenWhatHasNoneByThePathsThatWereGiven() {
    failed("file:/home/me/a.txt");
    answered("file:/home/me/c.png");
    answered("file:/home/me/b.png");

    assertThat(table())
        .containsExactly(
            "digit  sure %  second  sure %  picture",
            "    5    97.5       2     1.3  b.png",
            "    5    97.5       2     1.3  c.png",
            "",
            "without an answer:",
            "    -  a.txt: found text");
  }

  @Test
  void hasNoHeadingOfWhatIsNotThere() {
    answered("a");
    assertThat(table()).hasSize(2).startsWith("digit  sure %  second  sure %  picture");

    all.clear();
    failed("b");
    assertThat(table()).containsExactly("without an answer:", "    -  b: found text");

    all.clear();
    assertThat(table()).isEmpty();
  }

  @Test
  void showsNoNameThatColoursTheTerminalOrEndsTheLine() {
    failed("\u001b[31mred\n.png");

    assertThat(table())
        .containsExactly("without an answer:", "    -  \uFFFD[31mred\uFFFD.png: found text");
  }

  @Test
  void showsTwentyOfEachAndSaysHowManyMoreThereAre() {
    for (int i = 100; i < 1_125; i++) {
      answered("a" + i);
    }
    for (int i = 10; i < 31; i++) {
      failed("b" + i);
    }

    assertThat(table())
        .hasSize(1 + 20 + 1 + 1 + 1 + 20 + 1)
        .contains(
            "       … and 1,005 more (--output keeps all, --sheet the first 400)",
            "    -  b29: found text")
        .endsWith("       … and 1 more (--output keeps all, --sheet the first 400)");
  }
}

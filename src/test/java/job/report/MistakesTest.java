package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import model.Architecture;
import model.Confusion;
import org.junit.jupiter.api.Test;

/** Of ten digits of each class and some more, which are wrong. */
class MistakesTest {
  private static String page(Confusion.Builder counts) {
    return new Mistakes(Samples.evaluation(3, counts, 0.5), List.of()).shown().render();
  }

  private static JsonNode cell(String html, int truth, int answer) throws IOException {
    for (JsonNode cell : Samples.options(html, "confusion").path("series").get(0).path("data")) {
      if (cell.path("value").get(0).asInt() == answer
          && cell.path("value").get(1).asInt() == truth) {
        return cell;
      }
    }
    throw new AssertionError("no cell of %d taken for %d".formatted(truth, answer));
  }

  @Test
  void namesTheMostFrequentFirstAndOfEqualsTheLowestDigit() {
    Confusion.Builder counts = Samples.tens();
    counts.add(9, 4, 30).add(5, 3, 2).add(2, 7, 2).add(4, 9, 5).add(0, 6, 1).add(8, 1, 1);

    assertThat(Samples.texts(page(counts), "li"))
        .containsExactly(
            "9 taken for 4: 30 times of 40 (75.00 %)",
            "4 taken for 9: 5 times of 15 (33.33 %)",
            "2 taken for 7: twice of 12 (16.67 %)",
            "5 taken for 3: twice of 12 (16.67 %)",
            "0 taken for 6: once of 11 (9.09 %)");
  }

  @Test
  void drawsEachCountWhereTruthAndAnswerMeet() throws Exception {
    String html = page(Samples.tens().add(9, 4, 4).add(4, 9, 1));

    assertThat(Samples.options(html, "confusion").path("series").get(0).path("data"))
        .hasSize(Architecture.CLASSES * Architecture.CLASSES);
    assertThat(cell(html, 9, 4).path("label").path("formatter").asText()).isEqualTo("4");
    assertThat(cell(html, 9, 4).path("value").get(2).asDouble()).isEqualTo(2);
    assertThat(cell(html, 4, 9).path("value").get(2).asDouble()).isEqualTo(1);
    assertThat(cell(html, 3, 8).path("label").path("formatter").asText()).isEmpty();
    assertThat(cell(html, 3, 3).path("label").path("formatter").asText()).isEqualTo("10");
    assertThat(cell(html, 3, 3).path("value").get(2).asDouble()).as("is no mistake").isZero();
    assertThat(Samples.options(html, "confusion").path("visualMap").path("max").asDouble())
        .isEqualTo(2);
    assertThat(Samples.rows(html))
        .contains(List.of("9", "0", "0", "0", "0", "4", "0", "0", "0", "0", "10"));
  }

  @Test
  void tellsOfEachDigitHowManyAreMissedAndTheFiguresBehindIt() throws Exception {
    String html = page(Samples.tens().add(9, 4, 30));

    JsonNode bars = Samples.options(html, "recall").path("series").get(0).path("data");
    assertThat(bars).hasSize(Architecture.CLASSES);
    assertThat(bars.get(9).path("value").asDouble()).isEqualTo(75);
    assertThat(bars.get(9).path("label").path("formatter").asText()).isEqualTo("75.0");
    assertThat(bars.get(4).path("value").asDouble()).isZero();
    assertThat(bars.get(4).path("label").path("formatter").asText()).isEqualTo("0.0");
    assertThat(Samples.rows(html))
        .contains(
            List.of("9", "40", "75.00", "25.00", "100.00", "40.00"),
            List.of("4", "10", "0.00", "100.00", "25.00", "40.00"));
    assertThat(bars.get(9).path("name").asText()).isEqualTo("9: 75.00 % missed, recall 25.00 %");
  }

  @Test
  void hasNoneToNameOfANetworkThatIsAlwaysRight() throws Exception {
    String html = page(Samples.tens());

    assertThat(Samples.texts(html, "li")).isEmpty();
    assertThat(Samples.options(html, "confusion").path("visualMap").path("max").asDouble())
        .as("a range that is not empty")
        .isEqualTo(1);
  }

  /** A test set need not have all digits: nothing is known of those that it has not. */
  @Test
  void saysNothingOfTheRecallOfDigitsThatAreNotThere() throws Exception {
    String html = page(Confusion.builder(Architecture.CLASSES).add(1, 1, 9).add(1, 7, 1));

    assertThat(html).doesNotContain("NaN");
    JsonNode bars = Samples.options(html, "recall").path("series").get(0).path("data");
    assertThat(bars.get(3).path("value").isNull()).isTrue();
    assertThat(bars.get(3).path("label").path("formatter").asText()).isEmpty();
    assertThat(bars.get(1).path("value").asDouble()).isEqualTo(10);
  }
}

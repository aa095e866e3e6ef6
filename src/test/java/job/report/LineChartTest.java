package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import job.report.LineChart.Point;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private final LineChart chart = new LineChart("loss", "Loss", "%.2f");

  private JsonNode options() {
    return chart.chart().options();
  }

  private static List<String> names(JsonNode options) {
    return StreamSupport.stream(options.path("series").spliterator(), false)
        .map(series -> series.path("name").asText())
        .toList();
  }

  private static String data(JsonNode options, String series) {
    return Samples.data(Samples.series(options, series));
  }

  @Test
  void hasTheEpochsOfAllCurvesAndNothingWhereACurveHasNone() {
    chart.solid("long", 0, List.of(new Point(1, 0.5), new Point(2, 0.25), new Point(4, 0.125)));
    chart.dashed("short", 1, List.of(new Point(2, 0.75), new Point(3, 1)));

    assertThat(options().path("xAxis").path("data")).hasToString("[1,2,3,4]");
    assertThat(names(options())).containsExactly("long", "short");
    assertThat(chart.chart().keys())
        .containsExactly(new Chart.Key("long", 0, "solid"), new Chart.Key("short", 1, "dashed"));
    assertThat(data(options(), "long")).isEqualTo("[0.5,0.25,null,0.125]");
    assertThat(data(options(), "short")).isEqualTo("[null,0.75,1,null]");
  }

  @Test
  void hasItsFiguresAsATable() {
    chart.solid("long", 0, List.of(new Point(1, 0.5), new Point(10, 0.126, 0.1, 0.2)));
    chart.dashed("short", 1, List.of(new Point(2, 0.75)));

    assertThat(chart.chart().columns()).containsExactly("epoch", "long", "short");
    assertThat(chart.chart().figures())
        .containsExactly(
            List.of("1", "0.50", ""),
            List.of("2", "", "0.75"),
            List.of("10", "0.13 (0.10–0.20)", ""));
    assertThat(Samples.rows(chart.chart().shown().render()))
        .hasSize(4)
        .endsWith(List.of("10", "0.13 (0.10–0.20)", ""));
  }

  @Test
  void drawsAnIntervalAsItsWidthUponItsLowEnd() {
    chart.solid("test", 2, List.of(new Point(1, 97, 96.5, 97.25), new Point(3, 98, 97.5, 98.5)));
    chart.dashed("training", 1, List.of(new Point(2, 99)));

    JsonNode options = options();
    assertThat(names(options)).containsExactly("test low", "test interval", "test", "training");
    JsonNode low = Samples.series(options, "test low");
    JsonNode interval = Samples.series(options, "test interval");
    assertThat(low.path("data")).hasToString("[96.5,null,97.5]");
    assertThat(interval.path("data")).hasToString("[0.75,null,1]");
    assertThat(interval.path("stack")).isEqualTo(low.path("stack"));
    assertThat(interval.path("areaStyle").path("color").asText()).isEqualTo("$c2");
    assertThat(low.has("areaStyle")).isFalse();
    assertThat(Samples.series(options, "test").has("stack")).isFalse();
    assertThat(chart.chart().keys())
        .extracting(Chart.Key::name)
        .containsExactly("test", "training");
  }

  /** Runs of different folders may have one name. */
  @Test
  void laysNoIntervalUponThatOfAnotherCurveOfThatName() {
    List<Point> points = List.of(new Point(1, 97, 96, 98));
    chart.solid("test", 0, points).solid("test", 0, points);

    assertThat(options().path("series").findValuesAsText("stack"))
        .hasSize(4)
        .satisfies(stacks -> assertThat(stacks.get(0)).isEqualTo(stacks.get(1)))
        .satisfies(stacks -> assertThat(stacks.get(2)).isEqualTo(stacks.get(3)))
        .satisfies(stacks -> assertThat(stacks.get(0)).isNotEqualTo(stacks.get(2)));
  }

  @Test
  void leavesOutCurvesWithoutAPoint() {
    chart.solid("none", 0, List.of()).solid("one", 1, List.of(new Point(5, 1)));

    assertThat(names(options())).containsExactly("one");
    assertThat(chart.chart().columns()).containsExactly("epoch", "one");
  }

  /** The loss of a network that has diverged on the test set. */
  @Test
  void hasAGapWhereAValueIsNoNumber() {
    chart.solid(
        "test",
        0,
        List.of(
            new Point(1, 0.5),
            new Point(2, Double.NaN),
            new Point(3, Double.POSITIVE_INFINITY),
            new Point(4, 0.25)));

    assertThat(data(options(), "test")).isEqualTo("[0.5,null,null,0.25]");
    assertThat(chart.chart().figures())
        .contains(List.of("2", "NaN"), List.of("3", "Infinity"), List.of("4", "0.25"));
  }

  @Test
  void escapesNamesInTheScriptAndInTheTable() throws Exception {
    String name = "</script><!--<b>&\"\\";
    chart.solid(name, 0, List.of(new Point(1, 2)));

    String html = chart.chart().shown().render();
    assertThat(html).containsOnlyOnce("</script>").doesNotContain("<!--", "<b>");
    assertThat(names(Samples.options(html, "loss"))).containsExactly(name);
    assertThat(html).contains("&lt;/script&gt;&lt;!--&lt;b&gt;&amp;");
  }

  @Test
  void keepsSixDigitsWhateverTheSize() {
    chart.solid(
        "loss",
        0,
        List.of(
            new Point(1, 0),
            new Point(2, 1 / 3.0),
            new Point(3, 21_600.04),
            new Point(4, 1.23456789e-7),
            new Point(5, 2e9)));

    JsonNode data = Samples.series(options(), "loss").path("data");
    assertThat(List.of(0, 1, 2, 3, 4))
        .extracting(i -> data.get(i).asDouble())
        .containsExactly(0.0, 0.333333, 21_600.0, 1.23457e-7, 2e9);
  }

  @Test
  void beginsAgainWithTheFirstColourAfterTheEighth() {
    chart.solid("ninth", 8, List.of(new Point(1, 1)));

    assertThat(Samples.series(options(), "ninth").path("color").asText()).isEqualTo("$c0");
    assertThat(chart.chart().keys()).containsExactly(new Chart.Key("ninth", 0, "solid"));
  }
}

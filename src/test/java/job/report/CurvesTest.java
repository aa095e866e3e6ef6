package job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.EpochRecord;
import io.Evaluation;
import io.SampleRuns;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A run of two epochs: 100 digits right of 110, then of 104. */
class CurvesTest {
  private static final Evaluation FIRST = Samples.evaluation(1, Samples.tens().add(1, 7, 10), 0.75);
  private static final Evaluation SECOND =
      Samples.evaluation(2, Samples.tens().add(1, 7, 4), Double.NaN);
  private static final ReportedRun RUN = Samples.run("run", FIRST, SECOND);

  private static List<String> names(JsonNode options) {
    return StreamSupport.stream(options.path("series").spliterator(), false)
        .map(series -> series.path("name").asText())
        .filter(name -> !name.endsWith(" low") && !name.endsWith(" interval"))
        .toList();
  }

  private static String data(JsonNode options, String series) {
    return Samples.data(Samples.series(options, series));
  }

  private static JsonNode options(String chart, ReportedRun... runs) throws IOException {
    return Samples.options(new Curves(List.of(runs)).shown(), chart);
  }

  @Test
  void showsWhatEachEpochWasEvaluatedTo() throws Exception {
    JsonNode accuracy = options("accuracy", RUN);
    assertThat(names(accuracy)).containsExactly("test");
    assertThat(data(accuracy, "test")).isEqualTo("[90.9091,96.1538]");
    assertThat(Samples.series(accuracy, "test low").path("data").get(0).asDouble())
        .isEqualTo(100 * FIRST.accuracyLow(), within(1e-4));
    assertThat(Samples.series(accuracy, "test interval").path("data").get(0).asDouble())
        .isEqualTo(100 * (FIRST.accuracyHigh() - FIRST.accuracyLow()), within(1e-4));
    assertThat(new Curves(List.of(RUN)).shown().render())
        .as("the highest")
        .contains("epoch 2, 96.15 %");
  }

  /** The table of evaluations takes such losses, so a page must. */
  @Test
  void hasAGapWhereTheTestLossIsNoNumber() throws Exception {
    JsonNode loss = options("loss", RUN);
    assertThat(data(loss, "test")).isEqualTo("[0.75,null]");
    assertThat(data(loss, "training")).isEqualTo("[0.25,0.25]");
    assertThat(data(options("speed", RUN), "images/s")).isEqualTo("[21600,21600]");
  }

  @Test
  void showsTheRowsThatWereHeldOut() throws Exception {
    EpochRecord plain = RUN.epochs().get(0);
    EpochRecord validated =
        new EpochRecord(
            1,
            plain.examples(),
            plain.trainingLoss(),
            plain.trainingAccuracy(),
            0.875,
            0.5,
            plain.seconds(),
            plain.imagesPerSecond(),
            plain.replicas(),
            plain.parametersSha256(),
            plain.runSha256(),
            plain.modelSha256(),
            plain.modelBytes());
    ReportedRun run =
        new ReportedRun("/runs/run", RUN.record(), List.of(validated), List.of(FIRST));

    assertThat(data(options("accuracy", run), "held out")).isEqualTo("[87.5]");
  }

  @Test
  void laysALongerRunOverAShorterOneByTheirNames() throws Exception {
    ReportedRun longer = Samples.run("longer", FIRST, SECOND, Samples.faultless(3));

    JsonNode accuracy = options("accuracy", RUN, longer);
    assertThat(accuracy.path("xAxis").path("data")).hasToString("[1,2,3]");
    assertThat(names(accuracy)).containsExactly("run, test", "longer, test");
    assertThat(data(accuracy, "run, test")).isEqualTo("[90.9091,96.1538,null]");
    assertThat(data(accuracy, "longer, test")).isEqualTo("[90.9091,96.1538,100]");
    assertThat(names(options("loss", RUN, longer)))
        .containsExactly("run, training", "run, test", "longer, training", "longer, test");
  }

  @Test
  void goesWithoutAccuracyWhereThereIsNoTestSet() {
    ReportedRun untested =
        new ReportedRun(
            "/runs/run",
            SampleRuns.run("run", 2),
            List.of(SampleRuns.epoch(1, new byte[] {1})),
            List.of());

    String html = new Curves(List.of(untested)).shown().render();
    assertThat(html)
        .contains("id=\"loss\"", "id=\"speed\"")
        .doesNotContain("id=\"accuracy\"", "highest accuracy");
  }
}

package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.RunRecord;
import io.SampleRuns;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final ReportedRun RUN = Samples.run("first", Samples.faultless(1));

  @Test
  void tellsAllThatTheRunIsAFunctionOf() {
    assertThat(Provenance.facts(RUN))
        .containsEntry("run", "first")
        .containsEntry("directory", "/runs/first")
        .containsEntry("started", "2026-11-21T22:00:00Z")
        .containsEntry("state", "RUNNING")
        .containsEntry("epochs", "1 of 1")
        .containsEntry("architecture", "lenet5")
        .containsEntry("replicas", "2")
        .containsEntry("batch size", "64")
        .containsEntry("updater", "adam")
        .containsEntry("learning rate", "0.001")
        .containsEntry("momentum", "0.0")
        .containsEntry("initialisation", "HE_UNIFORM")
        .containsEntry("seed", "1")
        .containsEntry("validation fraction", "0.1")
        .containsEntry("kernels", "dl4j")
        .containsEntry("data", "mnist")
        .containsEntry("rows", "60,000, of which 6,000 held out")
        .containsEntry("images, SHA-256", "a".repeat(64))
        .containsEntry("labels, SHA-256", "b".repeat(64))
        .containsEntry("lenet-spark", "0.1.0, arithmetic revision 1")
        .containsEntry("Spark", "3.5.7")
        .containsEntry("Deeplearning4j", "1.0.0-M2.1")
        .containsEntry("Java", "17.0.15")
        .containsEntry("arithmetic", "oneDNN")
        .doesNotContainKey("retraining");
  }

  @Test
  void showsTheFactsTheCommandsAndWhatComesOutOfThem() {
    String html = new Provenance(RUN, "train 'a <b>'\nevaluate").shown().render();

    assertThat(Samples.rows(html))
        .hasSize(Provenance.facts(RUN).size() + 2)
        .contains(List.of("test set, SHA-256", RUN.lastEvaluation().testSha256()))
        .contains(List.of("seed", "1"), List.of("Java", "17.0.15"));
    assertThat(Samples.texts(html, "pre"))
        .singleElement()
        .asString()
        .contains("a &lt;b&gt;")
        .endsWith("\nevaluate");
    assertThat(Samples.texts(html, "code")).endsWith(RUN.lastEpoch().parametersSha256());
  }

  @Test
  void escapesTheNameOfTheData() {
    RunRecord record = SampleRuns.run("first", 1);
    RunRecord odd = Samples.with(record, Samples.named("<b>&\"x", record.data()));

    String html = new Provenance(Samples.run(odd, Samples.faultless(1)), "again").shown().render();

    assertThat(html).contains("&lt;b&gt;&amp;").doesNotContain("<b>");
  }
}

package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import testing.Runs;
import testing.Submit;

/**
 * A training of digits that are drawn for it, to be disturbed: of small minibatches, in epochs that
 * take most of a second, so that a kill falls into one.
 *
 * @param runs where the runs are; the digits lie beside them
 * @param submit how the disturbed one is started
 * @param kernels what is the fastest, or, if {@code submit} has the first compiler alone, DL4J's
 *     layers, with which executors train sooner
 * @param rows a multiple of {@code replicas}
 */
record ShortEpochs(Runs runs, Submit submit, String kernels, int rows, int replicas) {
  void drawDigits() throws Exception {
    InThisJvm.drawDigits(rows, data().toString());
  }

  /** The words behind {@code train}. */
  List<String> options(String runId, int epochs) {
    List<String> options = new ArrayList<>(List.of("--data", data().toString()));
    options.addAll(List.of("--runs", runs.folder().toString(), "--run-id", runId));
    options.addAll(List.of("--replicas", Integer.toString(replicas), "--batch-size", "8"));
    options.addAll(List.of("--kernels", kernels, "--epochs", Integer.toString(epochs)));
    return options;
  }

  private Path data() {
    return runs.folder().resolve("digits-" + rows);
  }

  /** What that run leaves where nothing disturbs it, in the tests' own JVM. */
  List<String> undisturbed(String runId, int epochs) throws Exception {
    InThisJvm.train(options("undisturbed-" + runId, epochs).toArray(String[]::new));
    List<String> states = runs.states("undisturbed-" + runId);
    assertThat(states).hasSize(epochs).doesNotHaveDuplicates();
    return states;
  }

  void assertEveryRowOnceAnEpoch(String runId) throws Exception {
    for (JsonNode epoch : runs.epochs(runId)) {
      assertThat(epoch.path("examples").asInt()).isEqualTo(rows);
      assertThat(StreamSupport.stream(epoch.path("replicas").spliterator(), false))
          .extracting(replica -> replica.path("rows").asInt())
          .isEqualTo(Collections.nCopies(replicas, rows / replicas));
    }
  }
}
